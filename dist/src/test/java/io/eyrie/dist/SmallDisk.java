// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A file system of a few megabytes in memory, which a test can fill and make room on again. */
record SmallDisk(Path folder) implements AutoCloseable {

  private static final String BALLAST = "ballast";

  /** Mounts one on a new folder; skips the test where that is not allowed. */
  static SmallDisk at(Path folder, String size) throws IOException, InterruptedException {
    Files.createDirectory(folder);
    Needs.smallFileSystem(folder, size);
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  void fill() throws IOException {
    byte[] block = new byte[4096];
    try (OutputStream ballast = Files.newOutputStream(folder.resolve(BALLAST))) {
      while (true) {
        ballast.write(block);
      }
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("No space left")) {
        throw e;
      }
    }
  }

  /** Makes room again. */
  void free() throws IOException {
    Files.delete(folder.resolve(BALLAST));
  }

  @Override
  public void close() throws IOException {
    try {
      // Lazily: a host that is being ended may still have files open.
      new ProcessBuilder("umount", "--lazy", folder.toString())
          .start()
          .waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

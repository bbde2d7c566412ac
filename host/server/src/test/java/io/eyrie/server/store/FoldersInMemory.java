// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Puts the folders of tests into memory where the machine has room for that: stores wait for the
 * disk at each commit, which on a busy disk is most of what their tests take. A killed process
 * leaves there what it leaves on a disk.
 */
public final class FoldersInMemory implements TempDirFactory {

  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOM = 1L << 30;

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    boolean room = Files.isWritable(MEMORY) && Files.getFileStore(MEMORY).getUsableSpace() >= ROOM;
    return room
        ? Files.createTempDirectory(MEMORY, "eyrie-test-")
        : Files.createTempDirectory("eyrie-test-");
  }
}

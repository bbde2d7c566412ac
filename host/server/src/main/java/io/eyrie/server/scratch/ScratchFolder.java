// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.scratch;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes folders away that were needed for a while. */
public final class ScratchFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

  private ScratchFolder() {}

  /** Deletes a temporary folder and what is in it; what can't be deleted is told in the log. */
  public static void discard(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      LOG.warn("can't delete {}: {}", directory, e.getMessage());
    }
  }

  /**
   * Deletes a folder and what is in it; links are not followed.
   *
   * @throws IOException if something can't be deleted; what was deleted until then is gone
   */
  public static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}

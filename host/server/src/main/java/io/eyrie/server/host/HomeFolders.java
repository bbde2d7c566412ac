// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The private folders of instances below the host's home.
 *
 * @param home the host's home
 */
record HomeFolders(Path home) {

  Path ofSource(String instance) {
    return create(home.resolve("sources").resolve(instance));
  }

  Path ofOutput(String instance) {
    return create(home.resolve("outputs").resolve(instance));
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("can't create " + folder, e);
    }
  }
}

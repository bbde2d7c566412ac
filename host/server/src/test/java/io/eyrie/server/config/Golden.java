// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares a text with a file of the checkout, or writes it with {@code -Deyrie.golden=write}. */
public final class Golden {

  private static final Path ROOT = Path.of(System.getProperty("eyrie.root", "../.."));

  private Golden() {}

  /** A path below the root of the checkout. */
  public static Path file(String path) {
    return ROOT.resolve(path);
  }

  /** Fails with both texts when they differ. */
  public static void check(Path file, String text) throws IOException {
    if (System.getProperty("eyrie.golden", "").equals("write")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).as("written by -Deyrie.golden=write").exists();
    assertThat(text)
        .as("differs from %s; -Deyrie.golden=write writes it anew", file)
        .isEqualTo(Files.readString(file));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.config.ConfigRequest.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What came of a command that was typed.
 *
 * @param exit the exit code
 * @param out standard output
 * @param err standard error
 */
record Typed(int exit, String out, String err) {

  /** Runs a command in a folder that is the working directory and the installation. */
  static Typed in(Path folder, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exit = new Cli(terminal(folder, out, err)).run(arguments);
    return new Typed(exit, text(out, folder), text(err, folder));
  }

  /** Runs a command whose standard output nobody reads. */
  static Typed unread(Path folder, String... arguments) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    int exit = new Cli(terminal(folder, closed, err)).run(arguments);
    return new Typed(exit, "", text(err, folder));
  }

  static Terminal terminal(Path folder, OutputStream out, OutputStream err) {
    return new Terminal(
        new PrintStream(out, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        new Surroundings(
            folder, folder, Map.of("HOME", folder.toString(), "EYRIE_CONFIG", "eyrie.yaml"), "u"));
  }

  private static String text(ByteArrayOutputStream bytes, Path folder) {
    return bytes.toString(StandardCharsets.UTF_8).replace(folder.toString(), "/work");
  }
}

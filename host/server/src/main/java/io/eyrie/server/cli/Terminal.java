// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.config.ConfigRequest.Surroundings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command is typed: its streams and the process around it.
 *
 * @param out for results
 * @param err for everything else
 * @param surroundings folders, environment and user
 */
record Terminal(PrintStream out, PrintStream err, Surroundings surroundings) {

  /** The terminal of this process. */
  static Terminal ofProcess() {
    return new Terminal(
        new PrintStream(System.out, false, StandardCharsets.UTF_8),
        new PrintStream(System.err, true, StandardCharsets.UTF_8),
        new Surroundings(
            Path.of(System.getProperty("eyrie.install", ".")),
            Path.of(""),
            System.getenv(),
            System.getProperty("user.name")));
  }

  /** Prints a line of the result, at once. */
  void line(String text) {
    out.println(text);
    out.flush();
  }

  /** Prints a remark. */
  void remark(String text) {
    err.println(text);
    err.flush();
  }

  /** Whether whoever reads the results has gone, as {@code head} does when it has enough. */
  boolean readerGone() {
    return out.checkError();
  }

  /** The rules that a command is about that is told of none: beside the user, or installed. */
  Path rulesFolder() {
    Path beside = surroundings.workingDirectory().resolve("rules");
    return Files.isDirectory(beside) ? beside : surroundings.install().resolve("rules");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

/** What the launcher starts. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new Cli(Terminal.ofProcess()).run(arguments));
  }
}

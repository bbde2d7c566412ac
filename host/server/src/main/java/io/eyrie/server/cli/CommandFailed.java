// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

/** Ends a command with exit code 1; the message is the whole text for the user. */
final class CommandFailed extends Exception {

  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }

  CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }
}

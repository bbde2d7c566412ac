// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.diag.Suggestions;
import java.util.List;

/** Ends a command with exit code 1; the message is the whole text for the user. */
final class CommandFailed extends Exception {

  private static final long serialVersionUID = 1L;

  CommandFailed(String message) {
    super(message);
  }

  CommandFailed(String message, Throwable cause) {
    super(message, cause);
  }

  /** What to say of an action that the command does not have. */
  static CommandFailed noSuchAction(String action, List<String> actions) {
    return new CommandFailed(
        "eyrie: there is no action '"
            + action
            + "'; "
            + Suggestions.hint(action, actions, "there are: " + String.join(", ", actions)));
  }
}

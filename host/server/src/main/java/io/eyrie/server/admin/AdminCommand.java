// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be asked. */
public enum AdminCommand {
  /** Answered by a {@link HostStatus}. */
  STATUS,
  /** Answered by a list of {@link PluginStatus}. */
  PLUGINS,
  /** Answered by a list of {@link OutputStatus}, or by an {@link OutputTest}. */
  OUTPUTS,
  /** Answered by an {@link AlertPage}. */
  ALERTS,
  /** Answered by a {@link ReloadReport}. */
  RELOAD,
  /** Answered by a list of {@link DeadLetterStatus}, or by a {@link DeadLetterChange}. */
  DEADLETTERS;

  /** The word in a request. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (AdminCommand command : values()) {
      words.add(command.word());
    }
    return words;
  }
}

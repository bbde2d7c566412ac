// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.table.EventTypes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The calls that are watched beside those of the rules, as {@code base_syscalls_custom_set} and
 * {@code base_syscalls_repair} say.
 *
 * @param custom whether the list takes the place of what the state needs
 * @param included the list
 * @param excluded what is never watched, even when rules ask for it
 */
record BaseCalls(boolean custom, Set<String> included, Set<String> excluded) {

  /**
   * Reads the configuration.
   *
   * @param names names of calls, {@code !name} for those never watched
   * @param repair whether what the state needs is added to the list
   */
  static BaseCalls of(List<String> names, boolean repair) throws PluginException {
    Set<String> included = new HashSet<>();
    Set<String> excluded = new HashSet<>();
    for (String text : names) {
      if (text.isBlank()) {
        continue;
      }
      boolean not = text.startsWith("!");
      String name = not ? text.substring(1) : text;
      if (!EventTypes.names().contains(name)) {
        throw PluginException.user(
            "config.invalid",
            "base_syscalls_custom_set names "
                + text
                + ", which is no system call; write names as in evt.type, such as openat or !close.");
      }
      (not ? excluded : included).add(name);
    }
    return new BaseCalls(!included.isEmpty() && !repair, included, excluded);
  }
}

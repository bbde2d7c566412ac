// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.InstanceConfig;
import java.util.List;
import java.util.function.Function;

/** Finds which of a plugin's sources or outputs an instance is configured to use. */
final class Choice {

  private Choice() {}

  /**
   * The one that is named, or the only one.
   *
   * @param kind "source" or "output", for the message
   * @param offered what of that kind the plugin brings
   * @throws ConfigException if there is none of that name, or none is named and there are several
   */
  static <T> T of(InstanceConfig config, String kind, List<T> offered, Function<T, String> name)
      throws ConfigException {
    if (config.provided().isEmpty() && offered.size() == 1) {
      return offered.getFirst();
    }
    for (T candidate : offered) {
      if (config.provided().isPresent() && config.provided().get().equals(name.apply(candidate))) {
        return candidate;
      }
    }
    throw new ConfigException(
        List.of(config.notProvided(kind, offered.stream().map(name).toList())));
  }
}

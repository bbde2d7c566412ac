// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.InstanceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a configuration that was read again changes of the instances of one kind. Instances are told
 * apart by their names; one that says the same in another place of the file has not changed.
 *
 * @param ended names of those that are no longer configured
 * @param restarted names of those that are configured otherwise
 * @param started names of those that are new
 */
record InstanceChanges(List<String> ended, List<String> restarted, List<String> started) {

  static InstanceChanges between(List<InstanceConfig> now, List<InstanceConfig> next) {
    Map<String, InstanceConfig> known =
        now.stream().collect(Collectors.toMap(InstanceConfig::name, Function.identity()));
    Set<String> wanted = next.stream().map(InstanceConfig::name).collect(Collectors.toSet());
    List<String> ended =
        now.stream().map(InstanceConfig::name).filter(name -> !wanted.contains(name)).toList();
    List<String> restarted = new ArrayList<>();
    List<String> started = new ArrayList<>();
    for (InstanceConfig config : next) {
      InstanceConfig before = known.get(config.name());
      if (before == null) {
        started.add(config.name());
      } else if (!before.saysTheSame(config)) {
        restarted.add(config.name());
      }
    }
    return new InstanceChanges(ended, restarted, started);
  }

  /** Those that are to be ended: for good, or to be started otherwise. */
  List<String> stopping() {
    return joined(ended, restarted);
  }

  /** Those that are to be started when the ones to be ended have ended. */
  List<String> starting() {
    return joined(started, restarted);
  }

  private static List<String> joined(List<String> some, List<String> others) {
    List<String> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }

  /** A line for each change. */
  List<String> told(String kind) {
    List<String> lines = new ArrayList<>();
    ended.forEach(name -> lines.add(kind + " " + name + " ended"));
    restarted.forEach(name -> lines.add(kind + " " + name + " restarted"));
    started.forEach(name -> lines.add(kind + " " + name + " started"));
    return lines;
  }
}

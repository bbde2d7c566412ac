// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.util.List;
import java.util.Map;

/** A configuration before its values have types: texts, lists and maps that know their place. */
sealed interface ConfigNode {

  Place place();

  /** The word for people. */
  String kind();

  /**
   * One value as it was written.
   *
   * @param none whether it is YAML's null, which is the same as leaving the key out
   */
  record Scalar(String text, boolean none, Place place) implements ConfigNode {
    @Override
    public String kind() {
      return none ? "nothing" : "a single value";
    }
  }

  /** A list. */
  record Sequence(List<ConfigNode> items, Place place) implements ConfigNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A map in the order of its keys. */
  record Mapping(Map<String, Entry> entries, Place place) implements ConfigNode {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /** A value and where its key stands. */
  record Entry(Place key, ConfigNode value) {}
}

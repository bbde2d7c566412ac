// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.List;
import java.util.Map;

/** A value of a YAML file that knows its place; scalars are not typed yet. */
sealed interface Yaml {

  Span span();

  /** The word for people. */
  String kind();

  /**
   * One value as written.
   *
   * @param plain whether it stands without quotes, so that it may be a number or null
   */
  record Scalar(String text, boolean plain, Span span) implements Yaml {
    /** Whether it is YAML's null. */
    boolean none() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    @Override
    public String kind() {
      return none() ? "nothing" : "a single value";
    }
  }

  /** A list. */
  record Items(List<Yaml> items, Span span) implements Yaml {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A map in the order of its keys. */
  record Keys(Map<String, Entry> entries, Span span) implements Yaml {
    @Override
    public String kind() {
      return "a map";
    }
  }

  /** A value and where its key stands. */
  record Entry(Span key, Yaml value) {}
}

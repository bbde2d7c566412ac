// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.config.ConfigNode.Entry;
import io.eyrie.server.config.ConfigNode.Mapping;
import io.eyrie.server.config.ConfigNode.Scalar;
import io.eyrie.server.config.ConfigNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts environment variables into values: {@code ${NAME}} is the variable, {@code ${NAME:-text}}
 * the text when it is not set or empty, a second dollar before the first takes the whole as it is
 * written; any other dollar is itself. What a variable holds is not expanded again.
 */
final class Environment {

  private final Map<String, String> variables;
  private final Problems problems;

  Environment(Map<String, String> variables, Problems problems) {
    this.variables = variables;
    this.problems = problems;
  }

  ConfigNode expand(ConfigNode node) {
    return switch (node) {
      case Scalar scalar -> expand(scalar);
      case Sequence(List<ConfigNode> items, Place place) -> {
        List<ConfigNode> expanded = new ArrayList<>();
        items.forEach(item -> expanded.add(expand(item)));
        yield new Sequence(expanded, place);
      }
      case Mapping(Map<String, Entry> entries, Place place) -> {
        Map<String, Entry> expanded = new LinkedHashMap<>();
        entries.forEach(
            (key, entry) -> expanded.put(key, new Entry(entry.key(), expand(entry.value()))));
        yield new Mapping(expanded, place);
      }
    };
  }

  private Scalar expand(Scalar scalar) {
    String text = scalar.text();
    if (text.indexOf("${") < 0) {
      return scalar;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        out.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int close = text.indexOf('}', at);
        if (close < 0) {
          problems.at(
              narrow(scalar.place(), text.substring(at)),
              ConfigCode.CONFIG_ENVIRONMENT,
              "a ${ is not closed",
              "write ${NAME}, or $${ for the two characters themselves");
          return scalar;
        }
        out.append(value(text.substring(at, close + 1), scalar.place()));
        at = close + 1;
      } else {
        out.append(text.charAt(at++));
      }
    }
    return new Scalar(out.toString(), scalar.none(), scalar.place());
  }

  private String value(String use, Place place) {
    String inside = use.substring(2, use.length() - 1);
    int split = inside.indexOf(":-");
    String name = split < 0 ? inside : inside.substring(0, split);
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      problems.at(
          narrow(place, use),
          ConfigCode.CONFIG_ENVIRONMENT,
          "'" + name + "' is no name of an environment variable",
          "names have letters, digits and _; write $${ for the two characters themselves");
      return "";
    }
    String value = variables.get(name);
    if (split >= 0) {
      return value == null || value.isEmpty() ? inside.substring(split + 2) : value;
    }
    if (value == null) {
      problems.at(
          narrow(place, use),
          ConfigCode.CONFIG_ENVIRONMENT,
          "the environment variable " + name + " is not set",
          Suggestions.nearest(name, variables.keySet())
                  .map(near -> "did you mean " + near + "? Else set it")
                  .orElse("set it")
              + ", or give a default: ${"
              + name
              + ":-...}");
      return "";
    }
    return value;
  }

  /** The use itself where the raw text of the value has it, else the whole value. */
  private static Place narrow(Place place, String use) {
    Span span = place.span();
    int found = span.source().text().indexOf(use, span.start());
    return found < 0 || found + use.length() > span.end()
        ? place
        : place.at(span.source().span(found, found + use.length()));
  }
}

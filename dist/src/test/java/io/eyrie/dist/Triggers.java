// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Commands that do what rules are for: scripts by the rule that each is to trigger.
 *
 * @param prelude what stands before each of them
 * @param commands by the name of the rule, in the order of the file
 */
record Triggers(String prelude, Map<String, String> commands) {

  private static final String BEGINS = "## ";

  /** Reads a file of triggers that stands beside this class. */
  static Triggers read(String file) throws IOException {
    StringBuilder prelude = new StringBuilder();
    Map<String, StringBuilder> commands = new LinkedHashMap<>();
    StringBuilder current = prelude;
    try (InputStream in = Objects.requireNonNull(Triggers.class.getResourceAsStream(file), file)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith(BEGINS)) {
          current =
              commands.computeIfAbsent(line.substring(BEGINS.length()), _ -> new StringBuilder());
        } else {
          current.append(line).append('\n');
        }
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    commands.forEach((rule, text) -> texts.put(rule, text.toString()));
    return new Triggers(prelude.toString(), texts);
  }

  /** The script that triggers a rule. */
  String script(String rule) {
    return prelude + Objects.requireNonNull(commands.get(rule), rule);
  }

  /** All of them as one script, each in a shell of its own. */
  String all() {
    StringBuilder all = new StringBuilder(prelude);
    commands.values().forEach(command -> all.append("(\n").append(command).append(")\n"));
    return all.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The differences to the C++ engine that are meant, from a committed list: each line a key of some
 * columns and, in its last column, the reason.
 */
final class Differences {

  private final Map<String, String> listed = new LinkedHashMap<>();
  private final Map<String, Integer> seen = new TreeMap<>();
  private final Map<String, String> unlisted = new TreeMap<>();

  Differences(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Differences.class.getResourceAsStream(resource), resource)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (!line.startsWith("#")) {
          int reason = line.lastIndexOf('\t');
          listed.put(line.substring(0, reason), line.substring(reason + 1));
        }
      }
    }
  }

  /** Takes a difference; an example of those that are not listed is kept. */
  void add(String key, String example) {
    seen.merge(key, 1, Integer::sum);
    if (!listed.containsKey(key)) {
      unlisted.putIfAbsent(key, example);
    }
  }

  /** How many values differ. */
  int count() {
    return seen.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** What is wrong with the list. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    unlisted.forEach((key, example) ->
        problems.add("not listed (" + seen.get(key) + "): " + key + "\t" + example));
    for (String key : listed.keySet()) {
      if (!seen.containsKey(key)) {
        problems.add("stale: " + key);
      }
    }
    return problems;
  }
}

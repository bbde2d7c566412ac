// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.regex.RegexBudget;
import java.util.HashMap;
import java.util.Map;

/**
 * The regular expressions of a set of rules: each is compiled once, and all together take a bounded
 * amount of memory. Safe for several threads.
 */
public final class RegexLibrary {
  /** How large the programs of all patterns may roughly become, repetitions written out. */
  private static final long LARGEST = 2_000_000;

  private final Map<String, Regex> regexes = new HashMap<>();
  private final RegexBudget tables = new RegexBudget();
  private long size;

  /** A library without patterns. */
  public RegexLibrary() {}

  /**
   * The expression of a pattern.
   *
   * @throws Regex.Refused if it is no POSIX pattern, or too large, alone or with all others
   */
  public synchronized Regex get(String pattern) throws Regex.Refused {
    Regex known = regexes.get(pattern);
    if (known != null) {
      return known;
    }
    long added = Regex.expandedSize(pattern);
    if (added > LARGEST - size) {
      throw new Regex.Refused(
          "the patterns of all rules are too large together, their repetitions written out",
          "use smaller counts in {}, or 'contains', 'startswith' and 'endswith' for plain texts");
    }
    Regex regex = Regex.compile(pattern, tables);
    size += added;
    regexes.put(pattern, regex);
    return regex;
  }
}

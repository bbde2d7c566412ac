// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

/**
 * What the tables of many patterns may take together: memory, and time to make them. Not safe for
 * several threads.
 */
public final class RegexBudget {
  private static final long MOST_ENTRIES = 8_000_000;
  private static final long MOST_WORK = 200_000_000;

  private long entries = MOST_ENTRIES;
  private long work = MOST_WORK;

  /** A budget for all patterns of a set of rules: 16 MB, and a few seconds. */
  public RegexBudget() {}

  /** Takes what an attempt has cost; false when the budget is used up by it. */
  boolean spend(long steps, long size) {
    work -= steps;
    if (work < 0 || size > entries) {
      return false;
    }
    entries -= size;
    return true;
  }

  boolean spent() {
    return work < 0;
  }
}

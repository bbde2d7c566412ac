// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/** Finds the word that an author most likely meant. */
public final class Suggestions {
  private static final int LONGEST = 64;
  private static final int MOST = 2_000;

  private Suggestions() {}

  /**
   * The candidate nearest to {@code word} by edit distance (a swap of neighbours counts one), if it
   * is near enough to be a slip: a third of the word's length, at least 1. Case is ignored. Of
   * equals the alphabetically first; if none is near, the only one that begins so. Nothing is
   * searched for among more than {@value #MOST}.
   */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST || candidates.size() > MOST) {
      return Optional.empty();
    }
    String wanted = word.toLowerCase(java.util.Locale.ROOT);
    int allowed = Math.max(1, word.length() / 3);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - word.length()) > allowed) {
        continue;
      }
      int distance = distance(wanted, candidate.toLowerCase(java.util.Locale.ROOT));
      if (distance < bestDistance
          || (distance == bestDistance && best != null && candidate.compareTo(best) < 0)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return bestDistance <= allowed ? Optional.ofNullable(best) : begunBy(wanted, candidates);
  }

  /** The only candidate that begins with a word of at least three letters. */
  private static Optional<String> begunBy(String word, Collection<String> candidates) {
    String only = null;
    for (String candidate : candidates) {
      if (word.length() >= 3 && candidate.toLowerCase(java.util.Locale.ROOT).startsWith(word)) {
        if (only != null) {
          return Optional.empty();
        }
        only = candidate;
      }
    }
    return Optional.ofNullable(only);
  }

  /** {@code did you mean 'x'?}, or the fallback when nothing is near. */
  public static String hint(String word, Collection<String> candidates, String fallback) {
    return nearest(word, candidates).map(s -> "did you mean '" + s + "'?").orElse(fallback);
  }

  /** Optimal string alignment distance (Damerau 1964, restricted). */
  private static int distance(String a, String b) {
    int[] two = new int[b.length() + 1];
    int[] one = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    Arrays.setAll(one, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(Math.min(now[j - 1], one[j]) + 1, one[j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          now[j] = Math.min(now[j], two[j - 2] + 1);
        }
      }
      int[] oldest = two;
      two = one;
      one = now;
      now = oldest;
    }
    return one[b.length()];
  }
}

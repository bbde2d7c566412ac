// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one file, so that all of it is told at once. */
final class Mistakes {

  private static final int MOST = 200;

  private final List<Mistake> found = new ArrayList<>();

  void at(Span span, String message, @Nullable String hint) {
    Mistake mistake = new Mistake(span, message, hint);
    if (found.size() < MOST && !found.contains(mistake)) {
      found.add(mistake);
    }
  }

  /** Whether no more are told. */
  boolean full() {
    return found.size() >= MOST;
  }

  boolean none() {
    return found.isEmpty();
  }

  /** All of them in the order of their places. */
  List<Mistake> sorted() {
    return found.stream().sorted(Comparator.comparingInt(m -> m.span().start())).toList();
  }
}

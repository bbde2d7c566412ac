// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns nodes into programs: terms of one word become one masked comparison, cheap words come
 * before dear ones and single comparisons before nested conditions. The order of terms plays no
 * part in what a condition means, since no predicate has an effect.
 */
final class ProgramCompiler {
  private final GroupTable groups;
  private final Programs.Builder code = new Programs.Builder();
  private final Map<Node, Integer> starts = new HashMap<>();

  ProgramCompiler(GroupTable groups) {
    this.groups = groups;
  }

  /** The first step of a node; equal nodes share their steps. */
  int compile(Node node) {
    Integer known = starts.get(node);
    if (known != null) {
      return known;
    }
    int start = generate(node, Programs.TRUE, Programs.FALSE);
    starts.put(node, start);
    return start;
  }

  /** The largest comparison without which a node does not hold. */
  Comparison needed(Node node) {
    List<Comparison> all =
        switch (node) {
          case Node.Leaf leaf -> comparisons(List.of(leaf), true);
          case Node.And(List<Node> terms) -> comparisons(terms, true);
          case Node.Or _, Node.Constant _ -> List.of();
        };
    return all.stream()
        .max(Comparator.comparingInt(comparison -> Long.bitCount(comparison.mask())))
        .orElse(Comparison.NONE);
  }

  /** All steps. */
  Programs programs() {
    return code.build();
  }

  private int generate(Node node, int onTrue, int onFalse) {
    return switch (node) {
      case Node.Constant(boolean value) -> value ? onTrue : onFalse;
      case Node.Leaf leaf -> {
        Comparison c = comparisons(List.of(leaf), true).getFirst();
        yield code.add(c.word(), c.mask(), c.want(), onTrue, onFalse);
      }
      case Node.And(List<Node> terms) -> {
        int next = nested(terms, true, onTrue, onFalse);
        for (Comparison c : comparisons(terms, true).reversed()) {
          next = code.add(c.word(), c.mask(), c.want(), next, onFalse);
        }
        yield next;
      }
      case Node.Or(List<Node> terms) -> {
        int next = nested(terms, false, onTrue, onFalse);
        for (Comparison c : comparisons(terms, false).reversed()) {
          next = code.add(c.word(), c.mask(), c.want(), next, onTrue);
        }
        yield next;
      }
    };
  }

  private int nested(List<Node> terms, boolean all, int onTrue, int onFalse) {
    int next = all ? onTrue : onFalse;
    for (Node term : terms.reversed()) {
      if (!(term instanceof Node.Leaf)) {
        next = all ? generate(term, next, onFalse) : generate(term, onTrue, next);
      }
    }
    return next;
  }

  /**
   * The leaves among the terms by word, which is by cost. With {@code all} the wanted bits are
   * those for which every leaf holds, otherwise those for which every leaf fails.
   */
  private List<Comparison> comparisons(List<? extends Node> terms, boolean all) {
    Map<Integer, Comparison> byWord = new TreeMap<>();
    for (Node term : terms) {
      if (term instanceof Node.Leaf(int predicate, boolean positive)) {
        int word = groups.bit(predicate) >> 6;
        long bit = 1L << groups.bit(predicate);
        long want = positive == all ? bit : 0;
        byWord.merge(word, new Comparison(word, bit, want), Comparison::and);
      }
    }
    return List.copyOf(byWord.values());
  }
}

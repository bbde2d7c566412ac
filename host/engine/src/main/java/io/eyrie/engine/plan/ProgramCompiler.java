// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns nodes into programs: terms of one word become one masked comparison, cheap groups come
 * before dear ones and single comparisons before nested conditions. The order of terms plays no
 * part in what a condition means, since no predicate has an effect.
 */
final class ProgramCompiler {
  private final GroupTable groups;
  private final Map<Node, Program> programs = new HashMap<>();

  /** Bits of one word of one group and what they should be for each term to fail or hold. */
  private record Comparison(int group, int word, long mask, long want) {}

  ProgramCompiler(GroupTable groups) {
    this.groups = groups;
  }

  /** The program of a node; equal nodes share one. */
  Program compile(Node node) {
    Program known = programs.get(node);
    if (known != null) {
      return known;
    }
    Program.Builder builder = new Program.Builder();
    Program program = builder.build(generate(node, Program.TRUE, Program.FALSE, builder));
    programs.put(node, program);
    return program;
  }

  private int generate(Node node, int onTrue, int onFalse, Program.Builder builder) {
    return switch (node) {
      case Node.Constant(boolean value) -> value ? onTrue : onFalse;
      case Node.Leaf leaf -> {
        Comparison c = comparisons(List.of(leaf), true).getFirst();
        yield builder.add(c.group(), c.word(), c.mask(), c.want(), onTrue, onFalse);
      }
      case Node.And(List<Node> terms) -> {
        int next = nested(terms, true, onTrue, onFalse, builder);
        for (Comparison c : comparisons(terms, true).reversed()) {
          next = builder.add(c.group(), c.word(), c.mask(), c.want(), next, onFalse);
        }
        yield next;
      }
      case Node.Or(List<Node> terms) -> {
        int next = nested(terms, false, onTrue, onFalse, builder);
        for (Comparison c : comparisons(terms, false).reversed()) {
          next = builder.add(c.group(), c.word(), c.mask(), c.want(), next, onTrue);
        }
        yield next;
      }
    };
  }

  private int nested(
      List<Node> terms, boolean all, int onTrue, int onFalse, Program.Builder builder) {
    int next = all ? onTrue : onFalse;
    for (Node term : terms.reversed()) {
      if (!(term instanceof Node.Leaf)) {
        next = all ? generate(term, next, onFalse, builder) : generate(term, onTrue, next, builder);
      }
    }
    return next;
  }

  /**
   * The leaves among the terms by word. With {@code all} the wanted bits are those for which every
   * leaf holds, otherwise those for which every leaf fails.
   */
  private List<Comparison> comparisons(List<? extends Node> terms, boolean all) {
    Map<Integer, Comparison> byWord = new TreeMap<>();
    for (Node term : terms) {
      if (term instanceof Node.Leaf(int predicate, boolean positive)) {
        int word = groups.word(predicate);
        long bit = 1L << groups.bit(predicate);
        long want = positive == all ? bit : 0;
        byWord.merge(
            word,
            new Comparison(groups.group(predicate), word, bit, want),
            (a, b) -> new Comparison(a.group(), word, a.mask() | b.mask(), a.want() | b.want()));
      }
    }
    List<Comparison> sorted = new ArrayList<>(byWord.values());
    sorted.sort(Comparator.comparingInt(c -> groups.get(c.group()).cost()));
    return sorted;
  }
}

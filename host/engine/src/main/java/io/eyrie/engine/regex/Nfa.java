// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A nondeterministic automaton. Each state either reads one character and goes on to the next
 * state, or leads on without reading.
 */
final class Nfa {
  private static final int MOST_STATES = 4_000;

  private final List<@Nullable CodePoints> reads = new ArrayList<>();
  private final List<int[]> leads = new ArrayList<>();
  private final BitSet begins = new BitSet();
  private final BitSet ends = new BitSet();
  private final int start;
  private boolean tooLarge;

  /** The state in which the whole was read. */
  static final int ACCEPT = 0;

  private Nfa(RegexNode node) {
    state(null);
    this.start = build(node, ACCEPT);
  }

  /** The automaton of a pattern; null when it would be too large. */
  static @Nullable Nfa of(RegexNode node) {
    Nfa nfa = new Nfa(node);
    return nfa.tooLarge ? null : nfa;
  }

  private int state(@Nullable CodePoints set, int... next) {
    if (reads.size() >= MOST_STATES) {
      tooLarge = true;
      return ACCEPT;
    }
    reads.add(set);
    leads.add(next);
    return reads.size() - 1;
  }

  /** The first state of an automaton that reads the node and goes on to {@code next}. */
  private int build(RegexNode node, int next) {
    if (tooLarge) {
      return next;
    }
    return switch (node) {
      case RegexNode.OneOf(CodePoints set) -> state(set, next);
      case RegexNode.Begin _ -> {
        int begin = state(null, next);
        begins.set(begin);
        yield begin;
      }
      case RegexNode.End _ -> {
        int end = state(null, next);
        ends.set(end);
        yield end;
      }
      case RegexNode.Sequence(List<RegexNode> parts) -> {
        int first = next;
        for (RegexNode part : parts.reversed()) {
          first = build(part, first);
        }
        yield first;
      }
      case RegexNode.Choice(List<RegexNode> ways) -> {
        int[] firsts = new int[ways.size()];
        for (int i = 0; i < firsts.length; i++) {
          firsts[i] = build(ways.get(i), next);
        }
        yield state(null, firsts);
      }
      case RegexNode.Repeat repeat -> repeat(repeat, next);
    };
  }

  private int repeat(RegexNode.Repeat repeat, int next) {
    int first = next;
    if (repeat.most() < 0) {
      int[] loop = {next, next};
      int again = state(null, loop);
      loop[0] = build(repeat.node(), again);
      first = again;
    } else {
      for (int i = repeat.least(); i < repeat.most() && !tooLarge; i++) {
        first = state(null, build(repeat.node(), first), next);
      }
    }
    for (int i = 0; i < repeat.least() && !tooLarge; i++) {
      first = build(repeat.node(), first);
    }
    return first;
  }

  int size() {
    return reads.size();
  }

  /** All sets that are read. */
  Set<CodePoints> sets() {
    Set<CodePoints> sets = new LinkedHashSet<>();
    for (CodePoints set : reads) {
      if (set != null) {
        sets.add(set);
      }
    }
    return sets;
  }

  /** What a state reads; null for one that reads nothing. */
  @Nullable CodePoints reads(int state) {
    return reads.get(state);
  }

  /** Where a state that reads leads. */
  int next(int state) {
    return leads.get(state)[0];
  }

  /** The states in which the automaton begins. */
  BitSet begin() {
    BitSet states = new BitSet();
    states.set(start);
    return closure(states, true, false);
  }

  /** The states that are reached from these without reading, these included. */
  BitSet after(BitSet states) {
    return closure(states, false, false);
  }

  /** Whether the whole was read if the text ends in these states. */
  boolean accepts(BitSet states, boolean atBegin) {
    return closure(states, atBegin, true).get(ACCEPT);
  }

  private BitSet closure(BitSet states, boolean atBegin, boolean atEnd) {
    BitSet reached = new BitSet(size());
    Deque<Integer> open = new ArrayDeque<>();
    states.stream().forEach(open::push);
    while (!open.isEmpty()) {
      int state = open.pop();
      if (reached.get(state)) {
        continue;
      }
      reached.set(state);
      boolean blocked = (begins.get(state) && !atBegin) || (ends.get(state) && !atEnd);
      if (reads.get(state) == null && !blocked) {
        for (int next : leads.get(state)) {
          open.push(next);
        }
      }
    }
    return reached;
  }
}

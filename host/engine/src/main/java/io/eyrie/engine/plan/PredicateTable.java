// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.EngineField;
import io.eyrie.engine.check.EventField;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers the predicates of a source's rules, equal ones alike, and knows for which event types the
 * answer is certain before the event is seen.
 */
final class PredicateTable {
  private final SourceFields source;
  private final Map<Predicate, Integer> numbers = new HashMap<>();
  private final List<Predicate> predicates = new ArrayList<>();
  private final List<BitSet> certainlyTrue = new ArrayList<>();
  private final List<BitSet> certainlyFalse = new ArrayList<>();

  PredicateTable(SourceFields source) {
    this.source = source;
  }

  Predicate get(int number) {
    return predicates.get(number);
  }

  /** The condition in negation normal form. */
  Node node(Condition condition, boolean positive) {
    return switch (condition) {
      case Condition.Constant(boolean value) -> value == positive ? Node.TRUE : Node.FALSE;
      case Condition.All(List<Condition> terms) -> Node.join(positive, nodes(terms, positive));
      case Condition.Any(List<Condition> terms) -> Node.join(!positive, nodes(terms, positive));
      case Condition.Negation(Condition term) -> node(term, !positive);
      case Condition.Test(Predicate predicate) -> new Node.Leaf(number(predicate), positive);
    };
  }

  private List<Node> nodes(List<Condition> terms, boolean positive) {
    return terms.stream().map(term -> node(term, positive)).toList();
  }

  private int number(Predicate predicate) {
    return numbers.computeIfAbsent(
        predicate,
        added -> {
          predicates.add(added);
          decide(added);
          return predicates.size() - 1;
        });
  }

  private void decide(Predicate predicate) {
    int types = source.eventTypes().size();
    BitSet yes = new BitSet(types);
    BitSet no = new BitSet(types);
    EngineField engine = predicate.subject() instanceof FieldUse use ? use.engine() : null;
    for (FieldUse needed : predicate.fields()) {
      List<String> carriers = needed.field().eventTypes();
      if (!carriers.isEmpty()) {
        source
            .eventTypes()
            .forEach((name, type) -> no.set(type, no.get(type) || !carriers.contains(name)));
      }
    }
    if (!no.isEmpty()) {
      certainlyTrue.add(yes);
      certainlyFalse.add(no);
      return;
    }
    if (engine != null && engine.always() && predicate.matcher() instanceof Matcher.Exists) {
      yes.set(0, types);
    } else if (engine == EventField.TYPE
        && predicate.matcher() instanceof Matcher.OfBytes matcher) {
      source.eventTypes().forEach((name, type) -> (matches(matcher, name) ? yes : no).set(type));
    } else if (engine == EventField.SOURCE
        && predicate.matcher() instanceof Matcher.OfBytes matcher) {
      (matches(matcher, source.declaration().name()) ? yes : no).set(0, types);
    } else if (engine == EventField.NUM) {
      decideNumber(predicate.matcher(), yes, no, types);
    }
    certainlyTrue.add(yes);
    certainlyFalse.add(no);
  }

  /** Events are numbered from 1. */
  private static void decideNumber(Matcher matcher, BitSet yes, BitSet no, int types) {
    switch (matcher) {
      case Matcher.NumberIn(List<Long> values) when values.equals(List.of(0L)) -> no.set(0, types);
      case Matcher.NumberBetween between when between.high() == 0 -> no.set(0, types);
      case Matcher.NumberBetween between
          when between.high() == -1 && (between.low() == 0 || between.low() == 1) ->
          yes.set(0, types);
      default -> {}
    }
  }

  private static boolean matches(Matcher.OfBytes matcher, String text) {
    Octets bytes = Octets.of(text);
    return matcher.matches(bytes.array(), 0, bytes.length());
  }

  /** Whether some event type makes the answer certain. */
  boolean dependsOnType(int predicate) {
    return !certainlyTrue.get(predicate).isEmpty() || !certainlyFalse.get(predicate).isEmpty();
  }

  /** What is left of the node for events of a type. */
  Node specialise(Node node, int type) {
    return switch (node) {
      case Node.Constant constant -> constant;
      case Node.Leaf(int predicate, boolean positive) -> {
        if (certainlyTrue.get(predicate).get(type)) {
          yield positive ? Node.TRUE : Node.FALSE;
        }
        if (certainlyFalse.get(predicate).get(type)) {
          yield positive ? Node.FALSE : Node.TRUE;
        }
        yield node;
      }
      case Node.And(List<Node> terms) -> withoutImplied(Node.join(true, specialised(terms, type)));
      case Node.Or(List<Node> terms) -> Node.join(false, specialised(terms, type));
    };
  }

  private List<Node> specialised(List<Node> terms, int type) {
    return terms.stream().map(term -> specialise(term, type)).toList();
  }

  /** Drops 'exists' where another term can't hold without the field. */
  private Node withoutImplied(Node node) {
    if (!(node instanceof Node.And(List<Node> terms))) {
      return node;
    }
    Set<Subject> needed = new HashSet<>();
    for (Node term : terms) {
      if (term instanceof Node.Leaf(int predicate, boolean positive)
          && positive
          && !isExists(predicate)) {
        needed.add(get(predicate).subject());
      }
    }
    List<Node> kept = new ArrayList<>();
    for (Node term : terms) {
      boolean implied =
          term instanceof Node.Leaf(int predicate, boolean positive)
              && positive
              && isExists(predicate)
              && needed.contains(get(predicate).subject());
      if (!implied) {
        kept.add(term);
      }
    }
    return Node.join(true, kept);
  }

  private boolean isExists(int predicate) {
    return get(predicate).matcher() instanceof Matcher.Exists;
  }

  /** The predicates of the node that depend on the event type. */
  void collectDependent(Node node, BitSet into) {
    switch (node) {
      case Node.Constant _ -> {}
      case Node.Leaf(int predicate, boolean _) -> {
        if (dependsOnType(predicate)) {
          into.set(predicate);
        }
      }
      case Node.And(List<Node> terms) -> terms.forEach(term -> collectDependent(term, into));
      case Node.Or(List<Node> terms) -> terms.forEach(term -> collectDependent(term, into));
    }
  }

  /** The predicates of the node. */
  void collect(Node node, BitSet into) {
    switch (node) {
      case Node.Constant _ -> {}
      case Node.Leaf(int predicate, boolean _) -> into.set(predicate);
      case Node.And(List<Node> terms) -> terms.forEach(term -> collect(term, into));
      case Node.Or(List<Node> terms) -> terms.forEach(term -> collect(term, into));
    }
  }

  /**
   * What is certain about these predicates for a type; equal for types that need no telling apart.
   */
  BitSet certainties(BitSet dependent, int type) {
    BitSet key = new BitSet();
    dependent.stream()
        .forEach(predicate -> {
          key.set(2 * predicate, certainlyTrue.get(predicate).get(type));
          key.set(2 * predicate + 1, certainlyFalse.get(predicate).get(type));
        });
    return key;
  }
}

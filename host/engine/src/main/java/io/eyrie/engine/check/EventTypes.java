// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.expand.RuleDefinition;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds the event types that a condition names, as Falco does it: comparisons of {@code evt.type}
 * count, every other check leaves all types open.
 */
public final class EventTypes {
  private static final int MANY = 100;
  private static final String SYSCALL_TYPE = "syscall.type";

  private EventTypes() {}

  /**
   * Warns of a rule for system calls that looks at (nearly) all of them, unless it asks not to be.
   */
  public static void warnIfUnrestricted(
      RuleDefinition rule, Condition condition, SourceFields source, Diagnostics diagnostics) {
    if (!rule.warnEventTypes() || !rule.source().equals(RuleDefinition.DEFAULT_SOURCE)) {
      return;
    }
    int all = source.eventTypes().size();
    int open = open(condition, true, source).cardinality();
    if (open == 0) {
      diagnostics.report(
          Code.LOAD_NO_EVTTYPE,
          rule.condition().span(),
          "the condition holds for no event type, so that the rule never fires",
          "look at its checks of evt.type and evt.num, or set 'warn_evttypes: false'");
    } else if (open > MANY || (open == all && all > 1)) {
      diagnostics.report(
          Code.LOAD_NO_EVTTYPE,
          rule.condition().span(),
          "the condition is judged for "
              + (open == all ? "all" : Integer.toString(open))
              + " event types, which is slow",
          "begin it with 'evt.type in (...) and', or set 'warn_evttypes: false'");
    }
  }

  private static BitSet open(Condition condition, boolean positive, SourceFields source) {
    int all = source.eventTypes().size();
    BitSet types = new BitSet(all);
    switch (condition) {
      // It may come of an empty list, which says nothing of event types.
      case Condition.Constant _ -> types.set(0, all);
      case Condition.All(List<Condition> terms) ->
          types.or(combine(terms, positive, positive, source));
      case Condition.Any(List<Condition> terms) ->
          types.or(combine(terms, positive, !positive, source));
      case Condition.Negation(Condition term) -> types.or(open(term, !positive, source));
      case Condition.Test(Predicate predicate) -> types.or(open(predicate, positive, source));
    }
    return types;
  }

  private static BitSet open(Predicate predicate, boolean positive, SourceFields source) {
    int all = source.eventTypes().size();
    BitSet types = new BitSet(all);
    types.set(0, all);
    if (predicate.quantifier() != Predicate.Quantifier.ONE
        || !(predicate.subject() instanceof FieldUse use)) {
      return types;
    }
    if ((use.engine() == EventField.TYPE || use.field().name().equals(SYSCALL_TYPE))
        && predicate.matcher() instanceof Matcher.BytesIn in) {
      source
          .eventTypes()
          .forEach(
              (name, type) -> types.set(type, in.values().contains(Octets.of(name)) == positive));
    } else if (use.engine() == EventField.NUM && never(predicate.matcher())) {
      types.set(0, all, !positive);
    }
    return types;
  }

  /** Events are numbered from 1. */
  private static boolean never(Matcher matcher) {
    return switch (matcher) {
      case Matcher.NumberIn(List<Long> values) -> values.equals(List.of(0L));
      case Matcher.NumberBetween between -> between.high() == 0;
      default -> false;
    };
  }

  private static BitSet combine(
      List<Condition> terms, boolean positive, boolean intersect, SourceFields source) {
    BitSet types = new BitSet();
    types.set(0, source.eventTypes().size(), intersect);
    BiConsumer<BitSet, BitSet> join = intersect ? BitSet::and : BitSet::or;
    for (Condition term : terms) {
      join.accept(types, open(term, positive, source));
    }
    return types;
  }
}

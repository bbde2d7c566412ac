// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.source.Demand;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.Subject;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All active rules of one source, ready to judge its events. Immutable and shared by all workers;
 * each of them judges through an {@code Evaluator} of its own.
 */
public final class RuleIndex {
  private final SourceFields source;
  private final List<PlannedRule> rules;
  private final List<BitSet> eventTypes;
  private final List<Subject> slots;
  private final int[] requests;
  private final int[][] outputSlots;
  private final PredicateGroup[] groups;
  private final int[] groupOfBit;
  private final Programs programs;
  private final @Nullable TypePlan[] types;
  private final Demand demand;

  RuleIndex(
      SourceFields source,
      List<PlannedRule> rules,
      List<BitSet> eventTypes,
      List<Subject> slots,
      int[] requests,
      int[][] outputSlots,
      PredicateGroup[] groups,
      int[] groupOfBit,
      Programs programs,
      @Nullable TypePlan[] types,
      Demand demand) {
    this.source = source;
    this.rules = rules;
    this.eventTypes = eventTypes;
    this.slots = slots;
    this.requests = requests;
    this.outputSlots = outputSlots;
    this.groups = groups;
    this.groupOfBit = groupOfBit;
    this.programs = programs;
    this.types = types;
    this.demand = demand;
  }

  /** The source whose events it judges. */
  public SourceFields source() {
    return source;
  }

  /** What the source has to give: the fields, each once, and the event types that may match. */
  public Demand demand() {
    return demand;
  }

  /** The rules in their order. */
  public List<PlannedRule> rules() {
    return rules;
  }

  /** The ids of the event types that a rule may match. */
  public BitSet eventTypes(int rule) {
    return (BitSet) eventTypes.get(rule).clone();
  }

  /** The fields in use, those of the engine included. */
  public List<Subject> slots() {
    return slots;
  }

  /** The position of a slot's field in the demand; -1 for what the source does not give. */
  public int request(int slot) {
    return requests[slot];
  }

  /**
   * The slots of the subjects of the output of a rule that may match; the array is not to be
   * changed.
   */
  public int[] outputSlots(int rule) {
    return outputSlots[rule];
  }

  /** How many groups of predicates there are. */
  public int groupCount() {
    return groups.length;
  }

  /** A group of predicates. */
  public PredicateGroup group(int group) {
    return groups[group];
  }

  /** How many words the bitmap of an event has. */
  public int wordCount() {
    return groupOfBit.length / 64;
  }

  /** The group that answers a bit of the bitmap of an event. */
  public int groupOfBit(int bit) {
    return groupOfBit[bit];
  }

  /** The steps of all conditions. */
  public Programs programs() {
    return programs;
  }

  /**
   * How the events of a type are judged; null when no rule can match them or there is no such type.
   */
  public @Nullable TypePlan type(int eventType) {
    return eventType >= 0 && eventType < types.length ? types[eventType] : null;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Puts the predicates in use into groups and gives each its bit. */
final class GroupTable {
  private final List<PredicateGroup> groups = new ArrayList<>();
  private final Map<Integer, Integer> groupOf = new LinkedHashMap<>();
  private final Map<Integer, Integer> bitOf = new LinkedHashMap<>();

  /**
   * What predicates of one group have in common; {@code alone} tells those apart that share none.
   */
  private record Key(Subject subject, Predicate.Quantifier quantifier, GroupKind kind, int alone) {}

  GroupTable(PredicateTable predicates, BitSet used, ToIntFunction<Subject> slots) {
    Map<Key, List<Integer>> members = new LinkedHashMap<>();
    used.stream()
        .forEach(number -> {
          Predicate predicate = predicates.get(number);
          GroupKind kind = GroupKind.of(predicate.matcher());
          Key key =
              new Key(
                  predicate.subject(), predicate.quantifier(), kind, kind.alone() ? number : -1);
          members.computeIfAbsent(key, _ -> new ArrayList<>()).add(number);
        });
    int word = 0;
    for (Map.Entry<Key, List<Integer>> entry : members.entrySet()) {
      Key key = entry.getKey();
      List<Matcher> matchers = new ArrayList<>();
      for (int number : entry.getValue()) {
        groupOf.put(number, groups.size());
        bitOf.put(number, matchers.size());
        matchers.add(predicates.get(number).matcher());
      }
      PredicateGroup group =
          new PredicateGroup(
              key.subject(),
              slots.applyAsInt(key.subject()),
              matchers.getFirst() instanceof Matcher.WithEvent(_, Subject right)
                  ? slots.applyAsInt(right)
                  : -1,
              key.kind(),
              key.quantifier(),
              word,
              matchers);
      groups.add(group);
      word += group.wordCount();
    }
  }

  PredicateGroup[] groups() {
    return groups.toArray(PredicateGroup[]::new);
  }

  PredicateGroup get(int group) {
    return groups.get(group);
  }

  int group(int predicate) {
    return groupOf.getOrDefault(predicate, -1);
  }

  /** The number of the predicate's bit within its group. */
  int bit(int predicate) {
    return bitOf.getOrDefault(predicate, -1);
  }

  /** The word of the event's bitmap that holds the predicate's bit. */
  int word(int predicate) {
    return groups.get(group(predicate)).firstWord() + (bit(predicate) >> 6);
  }
}

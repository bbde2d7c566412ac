// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Puts the predicates in use into groups and gives each its bit. */
final class GroupTable {
  private final List<PredicateGroup> groups = new ArrayList<>();
  private final Map<Integer, Integer> groupOf = new LinkedHashMap<>();
  private final Map<Integer, Integer> bitOf = new LinkedHashMap<>();
  private int bits;

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
    // Cheap groups first: what is missing of a word is answered in the order of the bits.
    List<Map.Entry<Key, List<Integer>>> ordered = new ArrayList<>(members.entrySet());
    ordered.sort(Comparator.comparingInt(entry -> entry.getKey().kind().cost()));
    for (Map.Entry<Key, List<Integer>> entry : ordered) {
      Key key = entry.getKey();
      List<Matcher> matchers = new ArrayList<>();
      for (int number : entry.getValue()) {
        groupOf.put(number, groups.size());
        bitOf.put(number, bits + matchers.size());
        matchers.add(predicates.get(number).matcher());
      }
      groups.add(
          new PredicateGroup(
              key.subject(),
              slots.applyAsInt(key.subject()),
              matchers.getFirst() instanceof Matcher.WithEvent(_, Subject right)
                  ? slots.applyAsInt(right)
                  : -1,
              key.kind(),
              key.quantifier(),
              bits,
              matchers));
      bits += matchers.size();
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

  /** The predicate's bit in the bitmap of an event. */
  int bit(int predicate) {
    return bitOf.getOrDefault(predicate, -1);
  }

  /** How many words the bitmap of an event has. */
  int wordCount() {
    return (bits + 63) / 64;
  }

  /** The group of each bit. */
  int[] groupOfBit() {
    int[] owners = new int[wordCount() * 64];
    for (int group = 0; group < groups.size(); group++) {
      PredicateGroup owner = groups.get(group);
      Arrays.fill(owners, owner.firstBit(), owner.firstBit() + owner.size(), group);
    }
    return owners;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.source.Demand;
import io.eyrie.engine.check.Derived;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import io.eyrie.engine.check.Predicate;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Builds the index of the rules of one source. */
public final class Planner {
  private final SourceFields source;
  private final List<PlannedRule> rules;
  private final PredicateTable predicates;
  private final Map<Subject, Integer> slots = new LinkedHashMap<>();
  private final Set<String> hostNames = new TreeSet<>();

  /** A rule as it is for one event type. */
  private record Candidate(int rule, Node node) {}

  private Planner(SourceFields source, List<PlannedRule> rules) {
    this.source = source;
    this.rules = rules;
    this.predicates = new PredicateTable(source);
  }

  /** The index of these rules, which are all of the source and keep their order. */
  public static RuleIndex plan(SourceFields source, List<PlannedRule> rules) {
    return new Planner(source, List.copyOf(rules)).index();
  }

  private RuleIndex index() {
    int types = source.eventTypes().size();
    List<List<Candidate>> candidates = new ArrayList<>();
    for (int type = 0; type < types; type++) {
      candidates.add(new ArrayList<>());
    }
    List<BitSet> eventTypes = new ArrayList<>();
    BitSet used = new BitSet();
    for (int rule = 0; rule < rules.size(); rule++) {
      eventTypes.add(specialise(rule, candidates, used));
    }
    used.stream()
        .forEach(number -> {
          Predicate predicate = predicates.get(number);
          slot(predicate.subject());
          if (predicate.matcher() instanceof Matcher.WithEvent(_, Subject right)) {
            slot(right);
          }
          if (predicate.subject() instanceof FieldUse use
              && use.hostName()
              && predicate.matcher() instanceof Matcher.BytesIn(List<Octets> names)) {
            names.forEach(name -> hostNames.add(new String(name.array(), StandardCharsets.UTF_8)));
          }
        });
    int conditionSlots = slots.size();
    GroupTable groups = new GroupTable(predicates, used, this::slot);
    int[][] outputSlots = new int[rules.size()][];
    for (int rule = 0; rule < rules.size(); rule++) {
      if (!eventTypes.get(rule).isEmpty()) {
        outputSlots[rule] =
            rules.get(rule).output().subjects().stream().mapToInt(this::slot).toArray();
      }
    }
    ProgramCompiler compiler = new ProgramCompiler(groups);
    AnchorChooser anchors = new AnchorChooser(predicates, groups);
    @Nullable TypePlan[] plans = new TypePlan[types];
    Map<List<Candidate>, TypePlan> shared = new HashMap<>();
    BitSet demanded = new BitSet(types);
    for (int type = 0; type < types; type++) {
      List<Candidate> list = candidates.get(type);
      if (!list.isEmpty()) {
        demanded.set(type);
        plans[type] = shared.computeIfAbsent(list, l -> typePlan(l, compiler, anchors, groups));
      }
    }
    return finish(
        conditionSlots, eventTypes, outputSlots, groups, compiler.programs(), plans, demanded);
  }

  private RuleIndex finish(
      int conditionSlots,
      List<BitSet> eventTypes,
      int[][] outputSlots,
      GroupTable groups,
      Programs programs,
      @Nullable TypePlan[] plans,
      BitSet demanded) {
    List<Subject> subjects = List.copyOf(slots.keySet());
    int[] requests = new int[subjects.size()];
    List<Demand.Request> demand = new ArrayList<>();
    int conditionFields = 0;
    for (int slot = 0; slot < subjects.size(); slot++) {
      requests[slot] = -1;
      if (subjects.get(slot) instanceof FieldUse use && use.engine() == null) {
        requests[slot] = demand.size();
        demand.add(new Demand.Request(use.field(), use.argument()));
        conditionFields += slot < conditionSlots ? 1 : 0;
      }
    }
    return new RuleIndex(
        source,
        rules,
        List.copyOf(eventTypes),
        subjects,
        requests,
        outputSlots,
        groups.groups(),
        groups.groupOfBit(),
        programs,
        plans,
        Demand.of(demand, conditionFields, demanded).withHostNames(hostNames));
  }

  private int slot(Subject subject) {
    Integer known = slots.get(subject);
    if (known != null) {
      return known;
    }
    if (subject instanceof Derived derived) {
      // Its parts first, so that fields of conditions precede those of outputs.
      derived.parts().forEach(this::slot);
    }
    slots.putIfAbsent(subject, slots.size());
    return slots.getOrDefault(subject, -1);
  }

  /** Adds what is left of a rule to each event type that it may match, and gives these types. */
  private BitSet specialise(int rule, List<List<Candidate>> candidates, BitSet used) {
    Node whole = predicates.node(rules.get(rule).condition(), true);
    BitSet dependent = new BitSet();
    predicates.collectDependent(whole, dependent);
    Map<BitSet, Node> alike = new HashMap<>();
    BitSet matched = new BitSet(candidates.size());
    for (int type = 0; type < candidates.size(); type++) {
      int current = type;
      Node node =
          alike.computeIfAbsent(
              predicates.certainties(dependent, type), _ -> predicates.specialise(whole, current));
      if (!node.equals(Node.FALSE)) {
        matched.set(type);
        candidates.get(type).add(new Candidate(rule, node));
      }
    }
    alike.values().forEach(node -> predicates.collect(node, used));
    return matched;
  }

  private TypePlan typePlan(
      List<Candidate> candidates,
      ProgramCompiler compiler,
      AnchorChooser chooser,
      GroupTable groups) {
    List<@Nullable BitSet> chosen =
        chooser.choose(candidates.stream().map(Candidate::node).toList());
    int size = candidates.size();
    int words = (size + 63) / 64;
    int[] ruleNumbers = new int[size];
    int[] programs = new int[size];
    Comparison[] needed = new Comparison[size];
    long[] always = new long[words];
    SortedMap<Integer, List<Integer>> waiting = new TreeMap<>();
    SortedMap<Integer, long[]> behind = new TreeMap<>();
    for (int position = 0; position < size; position++) {
      Candidate candidate = candidates.get(position);
      ruleNumbers[position] = candidate.rule();
      programs[position] = compiler.compile(candidate.node());
      needed[position] = compiler.needed(candidate.node());
      BitSet anchor = chosen.get(position);
      if (anchor == null) {
        always[position >> 6] |= 1L << position;
        continue;
      }
      int here = position;
      anchor.stream()
          .forEach(predicate -> {
            waiting.computeIfAbsent(groups.bit(predicate), _ -> new ArrayList<>()).add(here);
            behind.computeIfAbsent(groups.group(predicate), _ -> new long[words])[here >> 6] |=
                1L << here;
          });
    }
    return new TypePlan(
        ruleNumbers,
        programs,
        always,
        behind.keySet().stream().mapToInt(Integer::intValue).toArray(),
        behind.values().toArray(long[][]::new),
        new AnchorBits(waiting, needed));
  }
}

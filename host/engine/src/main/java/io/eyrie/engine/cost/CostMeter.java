// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.cost;

import io.eyrie.api.field.Extraction;
import io.eyrie.engine.alert.Template;
import io.eyrie.engine.check.Condition;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.cost.CostReport.ComparisonCost;
import io.eyrie.engine.cost.CostReport.RuleCost;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.plan.Planner;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.Probe;
import io.eyrie.engine.trace.ProbeRun;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts and times the rules of one source over events. Not safe for several threads. */
public final class CostMeter {
  private static final EvaluatorSettings SETTINGS =
      new EvaluatorSettings("cost", "localhost", ZoneOffset.UTC, RuleMatching.ALL);

  private static final int FEWEST_ROUNDS = 5;

  /** A round is long enough for the clock. */
  private static final int ROUND_EVENTS = 1_000;

  private final SourceFields source;
  private final List<Judged> rules;
  private final Probe probe;
  private final EventTape tape;
  private final EventTape.Player player;
  private final ProbeRun run;
  private final Map<Integer, Tally> tallies = new LinkedHashMap<>();

  /** Judges as the host does. */
  private final Together together;

  private long events;

  /** The active rules, judged together. */
  private static final class Together {
    private final List<Judged> rules;
    private final EventTape.Player player;
    private final Evaluator evaluator;
    private final long[] looks;

    Together(List<Judged> rules, RuleIndex index, EventTape tape) {
      this.rules = rules;
      this.player = tape.player(index.demand());
      this.evaluator = new Evaluator(index, player, SETTINGS, (_, _) -> {});
      this.looks = new long[rules.size()];
    }

    void see(EventTape.Taped event, long number) {
      player.at(event);
      evaluator.evaluate(event.eventType(), event.timeNanos(), number, _ -> {});
      evaluator.countLooks(event.eventType(), looks);
    }

    long looks(Judged judged) {
      int position = rules.indexOf(judged);
      return position < 0 ? 0 : looks[position];
    }
  }

  /**
   * A rule to be measured.
   *
   * @param active whether it judges events
   */
  public record Measured(PlannedRule planned, RuleTree tree, boolean active) {}

  private static final class Judged {
    private final Measured rule;
    private final BitSet eventTypes;
    private long evaluations;
    private long matches;

    Judged(Measured rule, BitSet eventTypes) {
      this.rule = rule;
      this.eventTypes = eventTypes;
    }
  }

  private static final class Tally {
    private final Part part;
    private final Set<String> rules = new HashSet<>();
    private long evaluations;
    private long matches;

    Tally(Part part) {
      this.part = part;
    }
  }

  /**
   * A meter.
   *
   * @param rules the rules in their order
   * @param forest the trees of these rules
   */
  public CostMeter(SourceFields source, List<Measured> rules, RuleForest forest) {
    this.source = source;
    List<PlannedRule> all = rules.stream().map(Measured::planned).toList();
    RuleIndex index = Planner.plan(source, all);
    this.rules = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      this.rules.add(new Judged(rules.get(i), index.eventTypes(i)));
    }
    this.probe = Probe.of(source, all, forest);
    this.tape = new EventTape(probe.index().demand());
    this.player = tape.player(probe.index().demand());
    this.run = probe.run(player, SETTINGS);
    List<Judged> active = this.rules.stream().filter(judged -> judged.rule.active()).toList();
    this.together = new Together(active, index(conditions(active)), tape);
    for (Measured rule : rules) {
      for (Part part : rule.tree().all()) {
        if (part.kind() == Kind.CHECK) {
          tallies.computeIfAbsent(part.check(), _ -> new Tally(part)).rules.add(rule.tree().name());
        }
      }
    }
  }

  /** The index whose demand the source is to be bound to. */
  public RuleIndex index() {
    return probe.index();
  }

  /** Counts the event that the extraction stands at, and keeps a copy for the timing. */
  public void see(Extraction extraction, int eventType, long timeNanos) {
    EventTape.Taped event = tape.copy(extraction, eventType, timeNanos);
    player.at(event);
    Sighting sighting = run.look(eventType, timeNanos, ++events);
    together.see(event, events);
    for (Judged judged : rules) {
      if (!judged.eventTypes.get(eventType)) {
        continue;
      }
      judged.evaluations++;
      boolean holds =
          sighting.walk(
              judged.rule.tree().root(),
              (part, yes) -> {
                if (part.kind() == Kind.CHECK) {
                  Tally tally = tallies.get(part.check());
                  if (tally != null) {
                    tally.evaluations++;
                    tally.matches += yes;
                  }
                }
              });
      judged.matches += holds ? 1 : 0;
    }
  }

  /**
   * Times the rules and comparisons.
   *
   * @param budget how long that may take, about; each is timed a few times in any case
   */
  public CostReport report(Duration budget) {
    List<Subject> subjects = new ArrayList<>();
    Subject nothing = subject(List.of(), subjects);
    Subject all = subject(conditions(together.rules), subjects);
    Map<Judged, Subject> ofRules = new LinkedHashMap<>();
    for (Judged judged : rules) {
      ofRules.put(judged, subject(List.of(judged.rule.planned().condition()), subjects));
    }
    Map<Tally, Subject> ofTallies = new LinkedHashMap<>();
    for (Tally tally : tallies.values()) {
      ofTallies.put(tally, subject(List.of(probe.condition(tally.part)), subjects));
    }
    time(subjects, budget);
    List<RuleCost> ruleCosts = new ArrayList<>();
    ofRules.forEach((judged, subject) -> {
      RuleDefinition definition = judged.rule.tree().definition();
      ruleCosts.add(
          new RuleCost(
              definition.name().value(),
              definition.name().span().place(),
              judged.rule.active(),
              judged.evaluations,
              together.looks(judged),
              judged.matches,
              subject.nanos()));
    });
    List<ComparisonCost> comparisons = new ArrayList<>();
    ofTallies.forEach((tally, subject) ->
        comparisons.add(
            new ComparisonCost(
                tally.part.written(),
                tally.part.place(),
                tally.rules.size(),
                tally.evaluations,
                tally.matches,
                subject.nanos())));
    ruleCosts.sort(Comparator.comparingDouble(RuleCost::nanos).reversed());
    comparisons.sort(Comparator.comparingDouble(ComparisonCost::nanos).reversed());
    return new CostReport(
        events, tape.events().size(), nothing.nanos(), all.nanos(), ruleCosts, comparisons);
  }

  /** Conditions that are timed together. */
  private static final class Subject {
    private final Evaluator evaluator;
    private final EventTape.Player player;
    private double fastest = Double.MAX_VALUE;

    Subject(Evaluator evaluator, EventTape.Player player) {
      this.evaluator = evaluator;
      this.player = player;
    }

    double nanos() {
      return fastest == Double.MAX_VALUE ? 0 : fastest;
    }

    void round(List<EventTape.Taped> taped, int repeats) {
      long began = System.nanoTime();
      for (int repeat = 0; repeat < repeats; repeat++) {
        for (int i = 0; i < taped.size(); i++) {
          EventTape.Taped event = taped.get(i);
          player.at(event);
          evaluator.evaluate(event.eventType(), event.timeNanos(), i + 1L, _ -> {});
        }
      }
      double nanos = System.nanoTime() - began;
      fastest = Math.min(fastest, nanos / ((double) repeats * taped.size()));
    }
  }

  private static List<Condition> conditions(List<Judged> some) {
    return some.stream().map(judged -> judged.rule.planned().condition()).toList();
  }

  /** These conditions as rules that say nothing. */
  private RuleIndex index(List<Condition> conditions) {
    List<PlannedRule> planned = new ArrayList<>();
    if (!conditions.isEmpty()) {
      RuleDefinition any = rules.getFirst().rule.tree().definition();
      Template mute =
          Template.parse(Text.at("-", any.name().span()), source, new Diagnostics()).template();
      if (mute == null) {
        throw new IllegalStateException("no template");
      }
      conditions.forEach(condition -> planned.add(new PlannedRule(any, condition, mute)));
    }
    return Planner.plan(source, planned);
  }

  private Subject subject(List<Condition> conditions, List<Subject> into) {
    RuleIndex index = index(conditions);
    EventTape.Player own = tape.player(index.demand());
    Subject subject = new Subject(new Evaluator(index, own, SETTINGS, (_, _) -> {}), own);
    into.add(subject);
    return subject;
  }

  /**
   * Rounds go by turns, so that each subject has its share of the time in which the compiler of the
   * virtual machine is still at work, and of the later one that counts.
   */
  private void time(List<Subject> subjects, Duration budget) {
    List<EventTape.Taped> taped = tape.events();
    if (taped.isEmpty()) {
      return;
    }
    int repeats = Math.max(1, ROUND_EVENTS / taped.size());
    long until = System.nanoTime() + budget.toNanos();
    for (int round = 0; round < FEWEST_ROUNDS || System.nanoTime() < until; round++) {
      for (Subject subject : subjects) {
        subject.round(taped, repeats);
      }
    }
  }
}

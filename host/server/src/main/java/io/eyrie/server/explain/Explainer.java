// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import io.eyrie.engine.LoadedRule;
import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.explain.Explanation.EventStory;
import io.eyrie.server.explain.Explanation.Nearest;
import io.eyrie.server.explain.Explanation.RuleStory;
import io.eyrie.server.ruletest.RuleLoad;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what events make of rules. Keeps a bounded number of events, whatever their number is.
 * Not safe for several threads.
 */
public final class Explainer {

  private final RuleLoad load;
  private final Question question;
  private final Set<String> enabled = new HashSet<>();
  private final Map<String, Long> events = new LinkedHashMap<>();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final PriorityQueue<EventStory> shown =
      new PriorityQueue<>(
          Comparator.comparingDouble(Explainer::nearness)
              .thenComparing(Comparator.comparingLong(EventStory::number).reversed()));
  private long number;

  private static final class Tally {
    private long judged;
    private long matched;
    private long shadowed;
    private @Nullable String shadowedBy;
    private @Nullable Nearest best;
    private final TreeSet<String> typesSeen = new TreeSet<>();
  }

  /** Explains rules of a load. */
  public Explainer(RuleLoad load, Question question) {
    this.load = load;
    this.question = question;
    for (RuleDescription rule : load.rules().rules()) {
      if (rule.enabled()) {
        enabled.add(rule.name());
      }
    }
  }

  /** Looks at an event of a source, numbered over all that were looked at. */
  public void event(String source, String label, Sighting sighting) {
    event(number + 1, source, label, sighting);
  }

  /** Looks at an event of a source that has a number of its own, larger than those before. */
  public void event(long nth, String source, String label, Sighting sighting) {
    number = nth;
    if (!question.asksAbout(number)) {
      return;
    }
    events.merge(source, 1L, Long::sum);
    String first = null;
    for (RuleTree tree : load.forest(source).trees()) {
      boolean holds = sighting.holds(tree.root());
      String shadowedBy = holds && question.matching() == RuleMatching.FIRST ? first : null;
      if (holds && first == null && active(tree.definition())) {
        first = tree.name();
      }
      if (question.rule().isEmpty() || question.rule().get().equals(tree.name())) {
        tally(tree, label, sighting, shadowedBy);
      }
      if (question.rule().isPresent() && question.rule().get().equals(tree.name())) {
        show(story(tree, source, label, sighting, shadowedBy));
      }
    }
  }

  private boolean active(RuleDefinition rule) {
    return enabled.contains(rule.name().value()) && rule.priority().atLeast(question.minimum());
  }

  private void tally(RuleTree tree, String label, Sighting sighting, @Nullable String shadowedBy) {
    Tally tally = tallies.computeIfAbsent(tree.name(), _ -> new Tally());
    boolean holds = sighting.holds(tree.root());
    tally.judged++;
    tally.typesSeen.add(sighting.eventType());
    tally.matched += holds ? 1 : 0;
    if (shadowedBy != null) {
      tally.shadowed++;
      tally.shadowedBy = tally.shadowedBy == null ? shadowedBy : tally.shadowedBy;
    }
    double nearness = sighting.nearness(tree.root());
    if (tally.best == null || nearness > tally.best.nearness()) {
      tally.best = new Nearest(number, label, nearness, sighting.reason(tree.root()));
    }
  }

  private EventStory story(
      RuleTree tree, String source, String label, Sighting sighting, @Nullable String shadowedBy) {
    Part decisive = sighting.decisive(tree.root());
    Optional<String> exception =
        decisive.kind() == Kind.EXCEPTION ? Optional.of(decisive.text()) : Optional.empty();
    return new EventStory(
        number,
        label,
        source,
        sighting,
        tree,
        sighting.reason(tree.root()),
        exception,
        Optional.ofNullable(shadowedBy));
  }

  private void show(EventStory story) {
    shown.add(story);
    if (shown.size() > Math.max(question.most(), question.events().size())) {
      shown.poll();
    }
  }

  private static double nearness(EventStory story) {
    return story.sighting().nearness(story.tree().root());
  }

  /** What was gathered. */
  public Explanation explanation() {
    List<RuleStory> stories = new ArrayList<>();
    for (RuleDescription rule : load.rules().rules()) {
      boolean asked =
          question.rule().isPresent()
              ? question.rule().get().equals(rule.name())
              : events.isEmpty() || events.containsKey(rule.source());
      if (asked) {
        stories.add(story(rule));
      }
    }
    stories.sort(
        Comparator.comparingDouble(
                (RuleStory story) -> story.best().map(Nearest::nearness).orElse(-1.0))
            .reversed());
    List<EventStory> inOrder =
        shown.stream().sorted(Comparator.comparingLong(EventStory::number)).toList();
    return new Explanation(events, stories, inOrder);
  }

  private RuleStory story(RuleDescription rule) {
    Tally tally = tallies.getOrDefault(rule.name(), new Tally());
    return new RuleStory(
        rule.name(),
        rule.source(),
        rule.place(),
        tally.judged,
        tally.matched,
        tally.shadowed,
        Optional.ofNullable(tally.shadowedBy),
        obstacles(rule, tally),
        Optional.ofNullable(tally.best));
  }

  private List<String> obstacles(RuleDescription rule, Tally tally) {
    List<String> obstacles = new ArrayList<>();
    LoadedRule loaded = load.rule(rule.name()).orElse(null);
    if (load.fields(rule.source()).isEmpty()) {
      obstacles.add("no plugin brings its source '" + rule.source() + "'");
    } else if (loaded != null && loaded.planned() == null) {
      obstacles.add("it was left out for a name that its source does not know");
    } else if (!events.isEmpty() && !events.containsKey(rule.source())) {
      obstacles.add(
          "it is of source '"
              + rule.source()
              + "', the events are of "
              + String.join(", ", events.keySet()));
    }
    if (!rule.enabled()) {
      obstacles.add(
          loaded != null && loaded.definition().enabled()
              ? "it is switched off by 'rules' of the configuration"
              : "it is switched off by 'enabled: false'");
    }
    if (!rule.priority().atLeast(question.minimum())) {
      obstacles.add(
          "its priority "
              + rule.priority().label()
              + " is below the configured minimum "
              + question.minimum().label());
    }
    if (!rule.eventTypes().isEmpty()
        && tally.judged > 0
        && tally.typesSeen.stream().noneMatch(rule.eventTypes()::contains)) {
      obstacles.add(
          "it looks at events of type "
              + some(rule.eventTypes())
              + " only, these are "
              + some(List.copyOf(tally.typesSeen)));
    }
    return obstacles;
  }

  private static String some(List<String> names) {
    return names.size() <= 8
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, 8)) + " and " + (names.size() - 8) + " more";
  }
}

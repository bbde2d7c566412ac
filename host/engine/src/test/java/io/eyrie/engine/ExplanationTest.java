// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.plan.PlannedRule;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.Probe;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is said of a single event: which parts of a condition hold, and what decided. */
class ExplanationTest {

  private static final String RULES =
      """
      - list: pets
        items: [cat, dog]

      - macro: by_pet
        condition: t.name in (pets)

      - macro: opened_by_pet
        condition: evt.type = open and by_pet

      """
          + TestSource.rule(
              "Opened",
              "opened_by_pet and (t.path startswith /etc/ or t.path = /x) and not t.num > 5",
              "%t.name")
          + TestSource.rule("Same", "by_pet", "%t.name")
          + TestSource.rule(
              "Transformed", "tolower(t.name) = cat and t.path = val(t.cmd)", "%t.name");

  private static final List<Map<String, ?>> EVENTS =
      List.of(
          Map.of(),
          Map.of("t.name", "cat"),
          Map.of("t.name", "cat", "t.path", "/etc/x", "t.num", 1L),
          Map.of("t.name", "cat", "t.path", "/etc/x", "t.num", 6L),
          Map.of("t.name", "cow", "t.path", "/etc/x"),
          Map.of("t.name", "CAT", "t.path", "/x", "t.cmd", "/x"),
          Map.of("t.name", "dog", "t.path", "/x"),
          Map.of("t.path", "/y", "t.cmd", "/x"));

  private static Sighting look(LoadResult rules, String type, Map<String, ?> event) {
    SourceFields fields = rules.rules().orElseThrow().index("test").orElseThrow().source();
    List<PlannedRule> planned = new ArrayList<>();
    for (LoadedRule rule : rules.loaded()) {
      if (rule.planned() != null) {
        planned.add(rule.planned());
      }
    }
    Probe probe = Probe.of(fields, planned, forest(rules));
    Demand demand = probe.index().demand();
    return probe
        .run(
            (int index, Value into) -> {
              Demand.Request request = demand.fields().get(index);
              TestSource.write(request.field(), event.get(request.field().name()), into);
            },
            new EvaluatorSettings("one", "host", ZoneOffset.UTC, RuleMatching.ALL))
        .look(TestSource.DECLARATION.eventTypes().indexOf(type), 0, 1);
  }

  private static RuleForest forest(LoadResult rules) {
    return RuleForest.of(
        rules.rules().orElseThrow().index("test").orElseThrow().source(),
        rules.loaded().stream().map(LoadedRule::expanded).toList(),
        rules.definitions());
  }

  private static String reason(LoadResult rules, String type, Map<String, ?> event) {
    RuleTree tree = forest(rules).tree("Opened").orElseThrow();
    return look(rules, type, event).reason(tree.root()).replaceAll("  \\(.*", "");
  }

  @Test
  void theTreeHoldsExactlyWhereTheEngineMatches() {
    LoadResult rules = TestSource.compile(RULES);

    for (String type : TestSource.DECLARATION.eventTypes()) {
      for (Map<String, ?> event : EVENTS) {
        Sighting sighting = look(rules, type, event);
        List<String> matched = sighting.matches().stream().map(Match::rule).toList();
        List<String> holding =
            forest(rules).trees().stream()
                .filter(tree -> sighting.holds(tree.root()))
                .map(RuleTree::name)
                .toList();

        assertThat(holding).as(type + " " + event).isEqualTo(matched);
        assertThat(
                TestSource.judge(rules.rules().orElseThrow(), RuleMatching.ALL, type, event)
                    .stream()
                    .map(Match::rule))
            .as(type + " " + event)
            .containsExactlyElementsOf(matched);
      }
    }
  }

  @Test
  void theTreeNamesMacrosAndKeepsTheTextOfTheAuthor() {
    RuleTree tree = forest(TestSource.compile(RULES)).tree("Opened").orElseThrow();

    assertThat(tree.all().stream().filter(part -> part.kind() == Kind.MACRO).map(Part::text))
        .containsExactly("opened_by_pet", "by_pet");
    assertThat(tree.all().stream().filter(part -> part.kind() == Kind.CHECK).map(Part::text))
        .containsExactly(
            "evt.type = open",
            "t.name in (pets)",
            "t.path startswith /etc/",
            "t.path = /x",
            "t.num > 5");
    assertThat(tree.root().parts().getFirst().written())
        .isEqualTo("opened_by_pet and (t.path startswith /etc/ or t.path = /x) and not t.num > 5");
    assertThat(tree.all().stream().map(Part::number)).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theReasonIsTheSmallestPartThatDecided() {
    LoadResult rules = TestSource.compile(RULES);

    assertThat(reason(rules, "close", Map.of("t.name", "cat")))
        .isEqualTo("'evt.type = open' does not hold for evt.type = close");
    assertThat(reason(rules, "open", Map.of("t.name", "cow")))
        .isEqualTo("'t.name in (pets)' does not hold for t.name = cow");
    assertThat(reason(rules, "open", Map.of("t.path", "/etc/x")))
        .isEqualTo("'t.name in (pets)' does not hold for t.name = (absent)");
    assertThat(reason(rules, "open", Map.of("t.name", "cat", "t.path", "/y")))
        .isEqualTo("'t.path startswith /etc/ or t.path = /x' does not hold for t.path = /y");
    assertThat(reason(rules, "open", Map.of("t.name", "cat", "t.path", "/x", "t.num", 6L)))
        .isEqualTo("'not t.num > 5' does not hold for t.num = 6");
    assertThat(reason(rules, "open", Map.of("t.name", "cat", "t.path", "/x", "t.num", 5L)))
        .isEqualTo(
            "the whole condition holds for evt.type = open, t.name = cat, t.path = /x, t.num = 5");
  }

  @Test
  void theNearerAnEventComesTheHigherItsNearness() {
    LoadResult rules = TestSource.compile(RULES);
    Part root = forest(rules).tree("Opened").orElseThrow().root();

    List<Double> nearness =
        List.of(
            look(rules, "close", Map.of("t.name", "cow", "t.num", 6L)).nearness(root),
            look(rules, "open", Map.of("t.name", "cow", "t.num", 6L)).nearness(root),
            look(rules, "open", Map.of("t.name", "cat", "t.num", 6L)).nearness(root),
            look(rules, "open", Map.of("t.name", "cat")).nearness(root),
            look(rules, "open", Map.of("t.name", "cat", "t.path", "/x")).nearness(root));

    assertThat(nearness).isSorted().doesNotHaveDuplicates();
    assertThat(nearness.getLast()).isEqualTo(1.0);
  }

  @Test
  void aWalkStopsWhereTheAnswerIsKnown() {
    LoadResult rules = TestSource.compile(RULES);
    RuleTree tree = forest(rules).tree("Opened").orElseThrow();
    List<String> reached = new ArrayList<>();

    look(rules, "open", Map.of("t.name", "cat", "t.path", "/etc/x", "t.num", 6L))
        .walk(
            tree.root(),
            (part, holds) -> {
              if (part.kind() == Kind.CHECK) {
                reached.add(part.text() + " " + holds);
              }
            });

    assertThat(reached)
        .containsExactly(
            "evt.type = open 1", "t.name in (pets) 1", "t.path startswith /etc/ 1", "t.num > 5 1");
  }
}

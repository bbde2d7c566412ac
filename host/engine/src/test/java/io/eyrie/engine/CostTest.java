// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.cost.CostMeter;
import io.eyrie.engine.cost.CostReport;
import io.eyrie.engine.cost.CostReport.ComparisonCost;
import io.eyrie.engine.cost.CostReport.RuleCost;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What is counted of rules over events; what is timed is only shown to be there. */
class CostTest {

  private static CostReport measure(String text, List<Map<String, ?>> events) {
    LoadResult result = TestSource.compile(text);
    RuleSet rules =
        result.rules().orElseThrow(() -> new AssertionError(TestSource.rendered(result)));
    SourceFields fields = rules.index("test").orElseThrow().source();
    RuleForest forest =
        RuleForest.of(
            fields,
            result.loaded().stream().map(LoadedRule::expanded).toList(),
            result.definitions());
    List<CostMeter.Measured> measured = new ArrayList<>();
    for (int i = 0; i < result.loaded().size(); i++) {
      RuleTree tree = forest.trees().get(i);
      measured.add(
          new CostMeter.Measured(
              Objects.requireNonNull(result.loaded().get(i).planned()),
              tree,
              rules.rules().get(i).active()));
    }
    CostMeter meter = new CostMeter(fields, measured, forest);
    Demand demand = meter.index().demand();
    for (Map<String, ?> event : events) {
      meter.see(
          (int index, Value into) -> {
            Demand.Request request = demand.fields().get(index);
            TestSource.write(request.field(), event.get(request.field().name()), into);
          },
          TestSource.DECLARATION.eventTypes().indexOf(String.valueOf(event.get("type"))),
          0);
    }
    return meter.report(Duration.ZERO);
  }

  @Test
  void everyRuleAndComparisonIsCountedWhereItIsComeTo() {
    CostReport report =
        measure(
            TestSource.rule("A", "evt.type = open and t.name = cat and t.num > 5", "x")
                + TestSource.rule("B", "t.name = cat", "x")
                + TestSource.rule("Never", "evt.type = exec and t.num > 5", "x")
                + TestSource.rule("Off", "t.name = dog", "x")
                + "  enabled: false\n",
            List.of(
                Map.of("type", "open", "t.name", "cat", "t.num", 6L),
                Map.of("type", "open", "t.name", "cat", "t.num", 5L),
                Map.of("type", "open", "t.name", "dog", "t.names", List.of("a", "b")),
                Map.of("type", "close", "t.name", "cat")));

    assertThat(report.events()).isEqualTo(4);
    assertThat(report.timed()).isEqualTo(4);
    assertThat(report.rules())
        .extracting(
            RuleCost::rule,
            RuleCost::active,
            RuleCost::evaluations,
            RuleCost::matches,
            RuleCost::neverReached)
        .containsExactlyInAnyOrder(
            Tuple.tuple("A", true, 3L, 1L, false),
            Tuple.tuple("B", true, 4L, 3L, false),
            Tuple.tuple("Never", true, 0L, 0L, true),
            Tuple.tuple("Off", false, 4L, 1L, false));
    assertThat(report.rules())
        .filteredOn(rule -> rule.rule().equals("B"))
        .as("only the events that have what it is anchored at")
        .singleElement()
        .extracting(RuleCost::looks)
        .isEqualTo(3L);
    assertThat(report.rules())
        .allSatisfy(rule -> assertThat(rule.looks()).isLessThanOrEqualTo(rule.evaluations()))
        .filteredOn(RuleCost::active)
        .allSatisfy(rule -> assertThat(rule.looks()).isGreaterThanOrEqualTo(rule.matches()));
    assertThat(report.comparisons())
        .extracting(
            ComparisonCost::text,
            ComparisonCost::rules,
            ComparisonCost::evaluations,
            ComparisonCost::matches)
        .contains(
            Tuple.tuple("t.name = cat", 2, 7L, 5L),
            Tuple.tuple("t.num > 5", 2, 2L, 1L),
            Tuple.tuple("t.name = dog", 1, 4L, 1L));
    assertThat(report.rules()).allMatch(rule -> rule.nanos() > 0);
    assertThat(report.togetherNanos()).isPositive();
  }

  @Test
  void withoutEventsNothingIsTimed() {
    CostReport report = measure(TestSource.rule("t.name = cat"), List.of());

    assertThat(report.events()).isZero();
    assertThat(report.togetherNanos()).isZero();
    assertThat(report.rules()).singleElement().matches(RuleCost::neverReached);
  }
}

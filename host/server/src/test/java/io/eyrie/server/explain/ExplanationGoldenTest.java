// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.RuleSettings;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.config.Golden;
import io.eyrie.server.ruletest.NumberedSource;
import io.eyrie.server.ruletest.RuleLoad;
import io.eyrie.server.ruletest.TestEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The texts and the JSON of explanations, for every reason that keeps a rule silent. */
class ExplanationGoldenTest {

  private static final Path GOLDEN =
      Golden.file("host/server/src/test/resources/io/eyrie/server/explain")
          .toAbsolutePath()
          .normalize();

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @TempDir Path scratch;

  private TestEvents events() {
    TestEvents events =
        TestEvents.read(
            "events.test.yaml",
            GOLDEN.resolve("events.test.yaml"),
            NumberedSource.plugins(),
            RuleSettings.NONE,
            scratch);
    assertThat(events.refusals()).isEmpty();
    return events;
  }

  private Explanation explain(Optional<String> rule, Set<Long> numbers) throws Exception {
    TestEvents events = events();
    RuleLoad load = events.rules().orElseThrow();
    Explainer explainer =
        new Explainer(load, new Question(rule, numbers, 5, Priority.NOTICE, RuleMatching.FIRST));
    assertThat(events.play(explainer::event)).isEmpty();
    return explainer.explanation();
  }

  private static void golden(String name, String text) throws IOException {
    Golden.check(GOLDEN.resolve(name), text.replaceAll("[^\"( ]*/io/eyrie/server/explain/", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "matches-exceptions-and-a-near-miss, Secret Read",
    "shadowed-by-an-earlier-rule, Port Read",
    "switched-off, Switched Off",
    "below-the-minimum, Too Mild",
    "other-event-type, Other Type",
    "other-source, Other Source",
    "unknown-source, Unknown Source",
    "left-out-for-an-unknown-name, Left Out"
  })
  void oneRuleIsExplained(String name, String rule) throws Exception {
    Explanation explanation = explain(Optional.of(rule), Set.of());

    golden(name + ".txt", ExplanationText.of(explanation, true));
    golden(name + ".json", MAPPER.writeValueAsString(ExplanationShape.of(explanation)) + "\n");
  }

  @Test
  void allRulesAreExplained() throws Exception {
    Explanation explanation = explain(Optional.empty(), Set.of());

    golden("all-rules.txt", ExplanationText.of(explanation, false));
    golden("all-rules.json", MAPPER.writeValueAsString(ExplanationShape.of(explanation)) + "\n");
  }

  @Test
  void whatIsSaidOfTheReasons() throws Exception {
    Explanation read = explain(Optional.of("Secret Read"), Set.of());
    assertThat(read.shown())
        .extracting(Explanation.EventStory::exception)
        .containsExactly(
            Optional.empty(), Optional.of("its_owners"), Optional.of("at_home"), Optional.empty());
    Explanation port = explain(Optional.of("Port Read"), Set.of(1L));
    assertThat(port.shown().getFirst().shadowedBy()).contains("Secret Read");
    assertThat(port.rules().getFirst().shadowed()).isEqualTo(1);
  }
}

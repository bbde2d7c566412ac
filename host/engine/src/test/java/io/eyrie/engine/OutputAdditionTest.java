// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.alert.ValueFormat;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the operator adds to outputs, and the static fields. */
class OutputAdditionTest {

  private static final String RULE =
      """
      - rule: r
        desc: d
        source: test
        priority: INFO
        condition: t.num = 1
        output: "got %t.name"
        tags: [a, b]
      """;

  private static Text text(String value) {
    SourceText source = new SourceText("eyrie.yaml", value);
    return Text.at(value, source.span(0, value.length()));
  }

  private static OutputAddition output(String more) {
    return new OutputAddition(
        Optional.empty(), Optional.empty(), Set.of(), Optional.of(text(more)), List.of(), false);
  }

  private static OutputAddition fields(ExtraField... fields) {
    return new OutputAddition(
        Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), List.of(fields), false);
  }

  private static OutputAddition suggested() {
    return new OutputAddition(
        Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), List.of(), true);
  }

  private static RuleSettings settings(Map<String, String> statics, OutputAddition... additions) {
    return new RuleSettings(
        Priority.DEBUG, RuleSelection.NONE, statics, List.of(additions), ValueFormat.PLAIN);
  }

  private static LoadResult compile(RuleSettings settings, String rules) {
    return new RuleCompiler(List.of(TestSource.DECLARATION), settings)
        .compile(List.of(new SourceText("rules.yaml", rules)));
  }

  private static Match match(RuleSettings settings, String rules, Map<String, ?> event) {
    LoadResult result = compile(settings, rules);
    RuleSet set = result.rules().orElseThrow(() -> new AssertionError(TestSource.rendered(result)));
    return TestSource.judge(set, RuleMatching.ALL, "open", event).getFirst();
  }

  @Test
  void anOutputGoesOnWithEachAdditionAfterOneBlank() {
    Match match =
        match(
            settings(Map.of(), output("  on %evt.hostname "), output("for %t.name")),
            RULE.replace("got %t.name", "got %t.name "),
            Map.of("t.num", 1L, "t.name", "x"));

    assertThat(match.message()).isEqualTo("got x on host for x");
    assertThat(match.fields()).containsExactly(entry("t.name", "x"), entry("evt.hostname", "host"));
  }

  @Test
  void anAdditionIsForTheRulesThatFitAllOfItsMatch() {
    Text more = text("more");
    Stream.of(
            new OutputAddition(
                Optional.of("test"),
                Optional.of("r"),
                Set.of("b", "a"),
                Optional.of(more),
                List.of(),
                false),
            new OutputAddition(
                Optional.empty(),
                Optional.empty(),
                Set.of("a"),
                Optional.of(more),
                List.of(),
                false))
        .forEach(fits ->
            assertThat(
                    match(settings(Map.of(), fits), RULE, Map.of("t.num", 1L, "t.name", "x"))
                        .message())
                .isEqualTo("got x more"));
    Stream.of(
            new OutputAddition(
                Optional.of("other"),
                Optional.empty(),
                Set.of(),
                Optional.of(more),
                List.of(),
                false),
            new OutputAddition(
                Optional.empty(), Optional.of("R"), Set.of(), Optional.of(more), List.of(), false),
            new OutputAddition(
                Optional.empty(),
                Optional.empty(),
                Set.of("a", "c"),
                Optional.of(more),
                List.of(),
                false))
        .forEach(other ->
            assertThat(
                    match(settings(Map.of(), other), RULE, Map.of("t.num", 1L, "t.name", "x"))
                        .message())
                .isEqualTo("got x"));
  }

  @Test
  void extraFieldsAreTypedValuesOrTextsAndNotInTheMessage() {
    Match match =
        match(
            settings(
                Map.of(),
                fields(
                    new ExtraField(text("t.size"), null),
                    new ExtraField(text("t.env[HOME]"), null),
                    new ExtraField(text("where"), text("%t.path at %t.port, %t.cmd")))),
            RULE,
            Map.of("t.num", 1L, "t.name", "x", "t.size", 7L, "t.path", "/p", "t.port", 80L));

    assertThat(match.message()).isEqualTo("got x");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("t.name", "x");
    expected.put("t.size", 7L);
    expected.put("t.env[HOME]", null);
    expected.put("where", "/p at 80, <NA>");
    assertThat(match.fields()).containsExactlyEntriesOf(expected);
  }

  @Test
  void staticFieldsAreTextsOfEverySource() {
    Match match =
        match(
            settings(Map.of("site", "berlin")),
            RULE.replace("t.num = 1", "t.num = 1 and static.site in (berlin, rome)")
                .replace("got", "%toupper(static.site) got"),
            Map.of("t.num", 1L, "t.name", "x"));

    assertThat(match.message()).isEqualTo("BERLIN got x");
    assertThat(match.fields()).containsEntry("static.site", "berlin");
    assertThat(
            TestSource.rendered(
                compile(
                    settings(Map.of("site", "berlin")),
                    RULE.replace("t.num = 1", "static.sight = rome"))))
        .contains("has no field 'static.sight'")
        .contains("did you mean 'static.site'?");
    assertThat(
            TestSource.rendered(
                compile(RuleSettings.NONE, RULE.replace("t.num = 1", "static.zone = rome"))))
        .contains("fields 'static.*' are listed under 'static_fields' in the configuration");
  }

  @Test
  void aConditionOnAStaticFieldThatDoesNotHoldNeverMatches() {
    LoadResult result =
        compile(
            settings(Map.of("site", "berlin")),
            RULE.replace("t.num = 1", "t.num = 1 and static.site != berlin"));

    assertThat(
            TestSource.judge(
                result.rules().orElseThrow(), RuleMatching.ALL, "open", Map.of("t.num", 1L)))
        .isEmpty();
  }

  @Test
  void suggestedFieldsFollowUnlessTheOutputNamesThem() {
    SourceDeclaration source =
        SourceDeclaration.builder("test")
            .eventTypes(List.of("open"))
            .fields(
                List.of(
                    Field.of("t.num", FieldType.INT64, "A number."),
                    Field.of("t.name", FieldType.STRING, "A text.").asSuggested(),
                    Field.of("t.box.id", FieldType.STRING, "A box.").asSuggested()))
            .build();
    LoadResult result =
        new RuleCompiler(
                List.of(source), settings(Map.of("site", "berlin"), suggested(), suggested()))
            .compile(List.of(new SourceText("rules.yaml", RULE)));

    assertThat(result.rules().orElseThrow().rules().getFirst().outputFields())
        .containsExactly("t.name", "static.site", "t.box.id");
    assertThat(
            TestSource.judge(
                    result.rules().orElseThrow(),
                    RuleMatching.ALL,
                    "open",
                    Map.of("t.num", 1L, "t.name", "n", "t.box.id", "b"))
                .getFirst()
                .message())
        .isEqualTo("got n static_site=berlin t_box_id=b");
  }

  @Test
  void whatCanNotBeAddedIsToldOnceAtItsPlace() {
    LoadResult result =
        compile(
            settings(
                Map.of(),
                output("by %t.nobody"),
                fields(
                    new ExtraField(text("t.nam"), null),
                    new ExtraField(text("two words"), null),
                    new ExtraField(text("key"), text("%")))),
            RULE + RULE.replace("rule: r", "rule: s"));

    assertThat(result.rules()).isEmpty();
    assertThat(result.errors())
        .extracting(error -> error.span().source().name() + ": " + error.message())
        .containsExactly(
            "eyrie.yaml: source 'test' has no field 't.nobody'",
            "eyrie.yaml: source 'test' has no field 't.nam'",
            "eyrie.yaml: source 'test' has no field 'two'",
            "eyrie.yaml: the output ends with '%'");
  }

  @Test
  void bytesAreTextOrBase64() {
    String rule = RULE.replace("%t.name", "%t.raw");
    Map<String, ?> event = Map.of("t.num", 1L, "t.raw", new byte[] {1, 2, (byte) 0xFF});
    RuleSettings base64 =
        new RuleSettings(
            Priority.DEBUG, RuleSelection.NONE, Map.of(), List.of(), ValueFormat.BASE64_BYTES);

    assertThat(match(base64, rule, event).message()).isEqualTo("got AQL/");
    assertThat(match(base64, rule, event).fields()).containsEntry("t.raw", "AQL/");
    assertThat(match(RuleSettings.NONE, rule, event).message()).isEqualTo("got ...");
  }

  @Test
  void theFingerprintTellsSettingsApart() {
    assertThat(
            List.of(
                settings(Map.of()).fingerprint(),
                settings(Map.of("a", "b")).fingerprint(),
                settings(Map.of(), output("x")).fingerprint(),
                settings(Map.of(), output("y")).fingerprint(),
                settings(Map.of(), suggested()).fingerprint()))
        .doesNotHaveDuplicates();
    assertThat(settings(Map.of(), output("x")).fingerprint())
        .isEqualTo(settings(Map.of(), output("x")).fingerprint());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.alert.OutputAdditions.ExtraField;
import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Text;
import io.eyrie.server.alert.AlertRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which alerts an output wants, and what it makes of them. */
class AlertShapeTest {

  private static final AlertRecord ALERT = alert();

  private static AlertRecord alert() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("proc.pid", 4711L);
    fields.put("proc.aname[2]", "sshd");
    fields.put("fd.names", List.of("/etc/shadow", "/etc/passwd"));
    fields.put("container.id", null);
    return AlertRecord.of(
        "0".repeat(32),
        1_795_305_600_000_000_000L,
        "Read a secret",
        Priority.WARNING,
        "syscall",
        "kernel",
        List.of("files", "secrets"),
        "host-1",
        "cat read /etc/shadow",
        fields,
        "r1");
  }

  private static Text text(String value) {
    return Text.at(value, new SourceText("eyrie.yaml", value).span(0, value.length()));
  }

  private static AlertRule rule(
      @Nullable String condition, @Nullable String message, List<ExtraField> fields) {
    AlertRule.Compiled compiled =
        AlertRule.compile(
            condition == null ? null : text(condition),
            message == null ? null : text(message),
            fields,
            text("output"));
    assertThat(compiled.errors()).isEmpty();
    return compiled.rule().orElseThrow();
  }

  private static AlertShape.Shaper shaper(AlertRule rule) {
    return new AlertShape(Priority.DEBUG, Optional.of(rule), Map.of(), List.of(), Optional.empty())
        .shaper();
  }

  private static boolean wants(String condition) {
    return shaper(rule(condition, null, List.of())).wanted(ALERT).isPresent();
  }

  @Test
  void a_condition_asks_for_everything_that_an_alert_says() {
    assertThat(
            List.of(
                "alert.rule = \"Read a secret\"",
                "alert.rule startswith Read and not alert.rule contains Write",
                "alert.priority in (Warning, Error)",
                "alert.severity <= 4",
                "alert.source = syscall",
                "alert.instance = kernel",
                "alert.tags intersects (secrets)",
                "alert.hostname glob host-*",
                "alert.message endswith shadow",
                "alert.output contains Warning",
                "alert.field[proc.name] in (cat, less)",
                "alert.field[proc.pid] = 4711",
                "alert.field[fd.names] contains /etc/passwd",
                "not alert.field[container.id] exists",
                "not alert.field[no.such] exists"))
        .allSatisfy(condition -> assertThat(wants(condition)).as(condition).isTrue());
    assertThat(
            List.of(
                "alert.rule = Read",
                "alert.severity < 4",
                "alert.tags in (network)",
                "alert.field[proc.name] = bash",
                "alert.field[container.id] exists"))
        .allSatisfy(condition -> assertThat(wants(condition)).as(condition).isFalse());
  }

  @Test
  void a_mistake_in_a_condition_or_a_text_is_told_with_its_place() {
    AlertRule.Compiled compiled =
        AlertRule.compile(
            text("alert.role = x"), text("%alert.massage"), List.of(), text("output"));
    assertThat(compiled.rule()).isEmpty();
    assertThat(compiled.errors())
        .extracting(Diagnostic::message)
        .anySatisfy(message -> assertThat(message).contains("alert.role"))
        .anySatisfy(message -> assertThat(message).contains("alert.massage"));
  }

  @Test
  void a_message_and_templated_fields_are_worded_over_the_alert() {
    AlertRecord sent =
        shaper(
                rule(
                    null,
                    "%alert.rule by %alert.field[proc.name] on %alert.hostname",
                    List.of(
                        new ExtraField(
                            text("who"), text("%alert.field[proc.name]/%alert.source")))))
            .wanted(ALERT)
            .orElseThrow();
    assertThat(sent.message()).isEqualTo("Read a secret by cat on host-1");
    assertThat(sent.output()).endsWith(": Warning Read a secret by cat on host-1");
    assertThat(sent.fields())
        .containsEntry("who", "cat/syscall")
        .containsEntry("proc.pid", 4711L)
        .doesNotContainKey("alert.rule");
    assertThat(sent.json()).contains("\"who\":\"cat/syscall\"");
    assertThat(sent.id()).isEqualTo(ALERT.id());
  }

  @Test
  void fields_and_tags_are_added_and_brackets_replaced() {
    AlertShape shape =
        new AlertShape(
            Priority.DEBUG,
            Optional.empty(),
            Map.of("site", "berlin"),
            List.of("prod", "files"),
            Optional.of("_"));
    AlertRecord sent = shape.shaper().wanted(ALERT).orElseThrow();
    assertThat(sent.fields()).containsEntry("site", "berlin").containsEntry("proc.aname_2", "sshd");
    assertThat(sent.fields()).doesNotContainKey("proc.aname[2]");
    assertThat(sent.tags()).containsExactly("files", "prod", "secrets");
  }

  @Test
  void an_alert_that_nothing_is_said_of_stays_the_same_object() {
    assertThat(AlertShape.PLAIN.shaper().wanted(ALERT)).containsSame(ALERT);
  }

  @Test
  void what_is_less_severe_than_the_minimum_is_not_wanted() {
    AlertShape shape =
        new AlertShape(Priority.ERROR, Optional.empty(), Map.of(), List.of(), Optional.empty());
    assertThat(shape.shaper().wanted(ALERT)).isEmpty();
    assertThat(shape.shaper().always(ALERT)).isSameAs(ALERT);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Priority;
import java.math.BigInteger;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertRecordTest {

  private static final long TIME = 1_795_343_400_000_000_001L;
  private static final String ID = "00112233445566778899aabbccddeeff";

  @Test
  void its_json_has_the_shape_that_users_of_falco_know_plus_the_identity() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "ca\"t\n");
    fields.put("evt.num", 9_007_199_254_740_993L);
    fields.put("evt.unsigned", BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
    fields.put("evt.ratio", 0.5);
    fields.put("evt.none", Double.NaN);
    fields.put("evt.is_open_read", true);
    fields.put("fd.names", Arrays.asList("a", null, 7L));
    fields.put("fd.name", null);
    AlertRecord alert =
        AlertRecord.of(
            ID,
            TIME,
            "Read secrets",
            Priority.INFORMATIONAL,
            "syscall",
            "kernel",
            List.of("fs", "container"),
            "host-1",
            "cat read it",
            fields,
            "r1");
    String clock =
        ZonedDateTime.of(2026, 11, 22, 10, 30, 0, 1, ZoneId.of("UTC"))
            .withZoneSameInstant(ZoneId.systemDefault())
            .toLocalTime()
            .toString();
    assertThat(alert.output()).isEqualTo(clock + ": Informational cat read it");
    assertThat(alert.json())
        .isEqualTo(
            "{\"hostname\":\"host-1\",\"id\":\"00112233445566778899aabbccddeeff\",\"output\":\""
                + clock
                + ": Informational cat read it\",\"output_fields\":{\"evt.is_open_read\":true,"
                + "\"evt.none\":\"NaN\",\"evt.num\":9007199254740993,\"evt.ratio\":0.5,"
                + "\"evt.time\":1795343400000000001,\"evt.unsigned\":18446744073709551615,"
                + "\"fd.name\":null,\"fd.names\":[\"a\",null,7],\"proc.name\":\"ca\\\"t\\n\"},"
                + "\"priority\":\"Informational\",\"rule\":\"Read secrets\",\"source\":\"syscall\","
                + "\"tags\":[\"container\",\"fs\"],\"time\":\"2026-11-22T10:30:00.000000001Z\"}");
  }

  @Test
  void an_alert_of_the_host_has_neither_tags_nor_a_time_field_in_its_json() {
    AlertRecord alert =
        AlertRecord.of(
            ID,
            TIME,
            "Eyrie internal: test",
            Priority.NOTICE,
            AlertRecord.INTERNAL,
            "",
            List.of(),
            "host-1",
            "m",
            Map.of(),
            "");
    assertThat(alert.json()).contains("\"output_fields\":{}").doesNotContain("tags");
  }

  @Test
  void the_line_may_begin_with_date_and_time_in_utc() {
    AlertRecord alert =
        AlertRecord.of(
            LineTime.ISO_8601,
            ID,
            TIME,
            "r",
            Priority.NOTICE,
            "syscall",
            "kernel",
            List.of(),
            "host-1",
            "m",
            Map.of(),
            "");
    assertThat(alert.output()).isEqualTo("2026-11-22T10:30:00.000000001+0000: Notice m");
    assertThat(alert.fields()).containsExactly(Map.entry("evt.time.iso8601", TIME));
    assertThat(alert.json())
        .contains("\"output\":\"2026-11-22T10:30:00.000000001+0000: Notice m\"");
  }

  @Test
  void an_identity_of_another_form_is_refused() {
    assertThatThrownBy(() ->
            AlertRecord.of(
                "1", TIME, "r", Priority.NOTICE, "s", "i", List.of(), "h", "m", Map.of(), ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_same_event_and_rule_give_the_same_identity_and_nothing_else_does() {
    AlertIds ids = AlertIds.repeatable("trail");
    String id = ids.id("a.json", 17, "Rule", 0);
    assertThat(id).isEqualTo(AlertIds.repeatable("trail").id("a.json", 17, "Rule", 0));
    assertThat(id).matches("[0-9a-f]{32}");
    assertThat(
            List.of(
                ids.id("a.json", 18, "Rule", 0),
                ids.id("b.json", 17, "Rule", 0),
                ids.id("a.json", 17, "Rule", 1),
                ids.id("a.json", 17, "Rule2", 0),
                AlertIds.repeatable("other").id("a.json", 17, "Rule", 0),
                AlertIds.unrepeatable("trail").id("a.json", 17, "Rule", 0)))
        .doesNotContain(id)
        .doesNotHaveDuplicates();
    assertThat(AlertIds.unrepeatable("k").id("", 1, "Rule", 0))
        .isNotEqualTo(AlertIds.unrepeatable("k").id("", 1, "Rule", 0));
  }

  @Test
  void identities_stay_the_same_across_versions() {
    assertThat(AlertIds.repeatable("trail").id("a.json", 17, "Rule", 0))
        .isEqualTo("30318ccddc1e7bbfb3e1c1d9f2bd5bdd");
  }
}

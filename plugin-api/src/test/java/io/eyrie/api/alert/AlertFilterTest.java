// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What each part of a filter lets through. */
final class AlertFilterTest {

  private static final AlertFilter ALL = AlertFilter.all();

  private record Raised(Map<String, @Nullable Object> fields) implements Alert {

    @Override
    public String id() {
      return "0".repeat(32);
    }

    @Override
    public long timeNanos() {
      return 1000;
    }

    @Override
    public String rule() {
      return "Read a secret";
    }

    @Override
    public Priority priority() {
      return Priority.WARNING;
    }

    @Override
    public String source() {
      return "syscall";
    }

    @Override
    public String instance() {
      return "kernel";
    }

    @Override
    public List<String> tags() {
      return List.of("files", "secrets");
    }

    @Override
    public String hostname() {
      return "host-1";
    }

    @Override
    public String message() {
      return "cat read /etc/Shadow";
    }

    @Override
    public String output() {
      return "00:00:00.000001000: Warning " + message();
    }

    @Override
    public String revision() {
      return "r1";
    }

    @Override
    public String json() {
      return "{}";
    }
  }

  private static Alert alert() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("proc.name", "cat");
    fields.put("proc.pid", 4711L);
    fields.put("fd.ino", new BigInteger("18446744073709551615"));
    fields.put("proc.aname", List.of("bash", "sshd"));
    fields.put("container.id", null);
    return new Raised(fields);
  }

  private static boolean matches(AlertFilter filter) {
    return filter.matches(alert());
  }

  @Test
  void the_first_moment_of_a_time_range_is_in_it_and_its_end_is_not() {
    assertThat(matches(ALL.withTime(1000, 1001))).isTrue();
    assertThat(matches(ALL.withTime(999, 1000))).isFalse();
    assertThat(matches(ALL.withTime(1001, Long.MAX_VALUE))).isFalse();
    assertThat(matches(ALL.withTime(Long.MIN_VALUE, Long.MAX_VALUE))).isTrue();
  }

  @Test
  void a_field_matches_by_its_text_and_a_list_by_one_of_its_elements() {
    assertThat(matches(ALL.withFields(Map.of("proc.name", "cat")))).isTrue();
    assertThat(matches(ALL.withFields(Map.of("proc.name", "c*")))).isTrue();
    assertThat(matches(ALL.withFields(Map.of("proc.name", "CAT")))).isFalse();
    assertThat(matches(ALL.withFields(Map.of("proc.pid", "4711")))).isTrue();
    assertThat(matches(ALL.withFields(Map.of("fd.ino", "18446744073709551615")))).isTrue();
    assertThat(matches(ALL.withFields(Map.of("proc.aname", "sshd")))).isTrue();
    assertThat(matches(ALL.withFields(Map.of("proc.aname", "init")))).isFalse();
    assertThat(matches(ALL.withFields(Map.of("proc.name", "cat", "proc.pid", "1")))).isFalse();
  }

  @Test
  void a_field_without_a_value_matches_nothing() {
    assertThat(matches(ALL.withFields(Map.of("container.id", "*")))).isFalse();
    assertThat(matches(ALL.withFields(Map.of("no.such", "*")))).isFalse();
  }

  @Test
  void text_is_looked_for_in_the_line_and_in_the_fields_whatever_the_case() {
    assertThat(matches(ALL.withText("/ETC/shadow"))).isTrue();
    assertThat(matches(ALL.withText("SSHD"))).isTrue();
    assertThat(matches(ALL.withText("471"))).isTrue();
    assertThat(matches(ALL.withText("passwd"))).isFalse();
    assertThat(matches(ALL.withText(""))).isTrue();
  }

  @Test
  void an_alert_must_satisfy_every_part() {
    AlertFilter filter =
        ALL.withRules(List.of("Write*", "Read*"))
            .withSources(List.of("syscall"))
            .withTags(List.of("secrets"))
            .withMinimumPriority(Priority.WARNING)
            .withText("cat");
    assertThat(matches(filter)).isTrue();
    assertThat(matches(filter.withMinimumPriority(Priority.ERROR))).isFalse();
    assertThat(matches(filter.withRules(List.of("Write*")))).isFalse();
    assertThat(matches(filter.withSources(List.of("okta")))).isFalse();
    assertThat(matches(filter.withTags(List.of("secrets", "network")))).isFalse();
    assertThat(matches(filter.withText("dog"))).isFalse();
  }
}

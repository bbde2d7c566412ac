// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two things of one event compared with each other. */
class EventComparisonTest {
  private static final Map<String, Object> EVENT =
      Map.ofEntries(
          Map.entry("t.name", "bar"),
          Map.entry("t.path", "foobarbaz"),
          Map.entry("t.cmd", "*BAR*"),
          Map.entry("t.num", 3L),
          Map.entry("t.size", 3L),
          Map.entry("t.port", 80L),
          Map.entry("t.ip", "10.0.0.1"),
          Map.entry("t.flag", true),
          Map.entry("t.ratio", 0.5),
          Map.entry("t.raw", new byte[] {1, 2}),
          Map.entry("t.names", List.of("foo", "bar")),
          Map.entry("t.ids", List.of(3L, 4L)),
          Map.entry("t.ips", List.of("10.0.0.1")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = val(t.name)",
        "t.name != val(t.path)",
        "t.name < val(t.path)",
        "t.path >= val(t.name)",
        "t.path contains val(t.name)",
        "t.path icontains toupper(t.name)",
        "t.path glob concat('*', t.name, '*')",
        "t.path iglob val(t.cmd)",
        "t.path startswith concat('f', 'oo')",
        "t.path endswith concat('b', 'az')",
        "t.name in val(t.names)",
        "t.name in val(t.name)",
        "t.name intersects val(t.names)",
        "t.names in val(t.names)",
        "t.names intersects val(t.names)",
        "t.names intersects tolower(t.names)",
        "t.num = val(t.num)",
        "t.num <= val(t.num)",
        "len(t.name) = val(t.size)",
        "t.size = len(t.name)",
        "len(t.path) > len(t.name)",
        "t.size in val(t.ids)",
        "t.port = val(t.port)",
        "t.ip = val(t.ip)",
        "t.ip in val(t.ips)",
        "t.flag = val(t.flag)",
        "t.ratio >= val(t.ratio)",
        "t.raw = val(t.raw)",
        "t.raw bstartswith val(t.raw)",
        "t.raw bcontains val(t.raw)",
        "evt.num = val(evt.num)",
        "t.name != val(evt.type)"
      })
  void holds(String condition) {
    assertThat(matches(condition, EVENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name != val(t.name)",
        "t.name = val(t.path)",
        "t.name > val(t.path)",
        "t.name contains val(t.path)",
        "t.path glob val(t.name)",
        "t.path in val(t.names)",
        "t.num < val(t.num)",
        "t.name = val(t.env[K])",
        "t.name != val(t.env[K])",
        "t.env[K] != val(t.name)",
        "t.name in val(t.anc)",
        "t.flag != val(t.flag)"
      })
  void doesNotHold(String condition) {
    assertThat(matches(condition, EVENT)).isFalse();
  }

  @Test
  void anEmptyListHoldsNothing() {
    Map<String, Object> event = Map.of("t.name", "a", "t.names", List.of());
    assertThat(matches("t.name in val(t.names)", event)).isFalse();
    assertThat(matches("t.names in val(t.names)", event)).isFalse();
    assertThat(matches("t.names intersects val(t.names)", event)).isFalse();
  }

  @Test
  void eachOfAListOrSomeOfIt() {
    Map<String, Object> event = Map.of("t.names", List.of("a", "B"));
    assertThat(matches("t.names in tolower(t.names)", event)).isFalse();
    assertThat(matches("t.names intersects tolower(t.names)", event)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.num = val(t.name) | 't.num' and 't.name' can't be compared: INT64 and STRING",
        "t.num = val(t.size) | 't.num' and 't.size' can't be compared: INT64 and UINT64",
        "t.net = val(t.net) | 't.net' and 't.net' can't be compared: IPNET and IPNET",
        "t.name = val(t.names) | 't.names' is a list and 't.name' is none",
        "t.name regex val(t.path) | 'regex' can't have something of the event on its right",
        "t.name pmatch val(t.path) | 'pmatch' can't have something of the event on its right",
        "t.num contains val(t.num) | operator 'contains' can't be used with field 't.num', which holds a number",
        "t.name = val(t.nosuch) | source 'test' has no field 't.nosuch'",
        "t.name = val(t.env) | field 't.env' needs an argument in brackets"
      })
  void whatDoesNotFitIsRefused(String condition, String message) {
    assertThat(problem(condition)).isEqualTo(message);
  }

  @Test
  void aHostilePatternOrWordTakesBoundedTime() {
    String as = "a".repeat(20_000);
    Map<String, Object> event =
        Map.of("t.name", as + "b", "t.path", as + as, "t.cmd", "*a".repeat(2_000));
    assertThat(matches("t.path contains val(t.name)", event)).isFalse();
    assertThat(matches("t.path icontains toupper(t.name)", event)).isFalse();
    assertThat(matches("t.path glob concat(t.cmd, 'b')", event)).isFalse();
  }
}

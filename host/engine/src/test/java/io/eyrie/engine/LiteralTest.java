// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static io.eyrie.engine.TestSource.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostic;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What constants stand for, by the type of what they are compared with; what looks mistaken. */
class LiteralTest {
  private static List<Diagnostic> warnings(String condition) {
    LoadResult result = compile(rule(condition));
    assertThat(result.errors()).isEmpty();
    return result.warnings();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "user.uid = 4294967296 | user.uid | 0 | 0",
        "user.uid = -1 | user.uid | 4294967295 | 4294967295",
        "evt.cpu = 65537 | evt.cpu | 1 | 1",
        "evt.cpu = 65535 | evt.cpu | -1 | -1",
        "t.port = 65616 | t.port | 80 | 80",
        "t.port in (22, 65616) | t.port | 80 | 80",
        "t.size = -1 | t.size | -1 | 18446744073709551615",
        "t.size >= 99999999999999999999 | t.size | -1 | 18446744073709551615",
        "t.num = 99999999999999999999 | t.num | 9223372036854775807 | 9223372036854775807",
        "t.num <= -99999999999999999999 | t.num | -9223372036854775808 | -9223372036854775808"
      })
  void aNumberThatTheFieldCantHoldMeansWhatItMeansToFalco(
      String condition, String field, long value, String said) {
    assertThat(matches(condition, Map.of(field, value))).isTrue();
    assertThat(warnings(condition))
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_COMPILE_CONDITION);
    assertThat(problem(condition)).endsWith("it is compared with " + said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.num = +3 | t.num | 3",
        "t.num = 03 | t.num | 3",
        "t.num = \"3\" | t.num | 3",
        "t.num = ' 3' | t.num | 3",
        "t.num = 0x1f | t.num | 31",
        "t.port = ssh | t.port | 22",
        "t.port = '' | t.port | 0",
        "t.port != http | t.port | 81",
        "t.port in (https, 8443) | t.port | 443",
        "t.when >= 5 | t.when | 5",
        "user.uid = 4294967295 | user.uid | 4294967295"
      })
  void numbersAndPorts(String condition, String field, long value) {
    assertThat(matches(condition, Map.of(field, value))).isTrue();
    assertThat(warnings(condition)).isEmpty();
  }

  @Test
  void networksOfTheSixthVersionNeedNoLength() {
    assertThat(matches("t.net = fe80::1", Map.of("t.net", "fe80::1"))).isTrue();
    assertThat(matches("t.net in (fe80::1)", Map.of("t.net", "fe80::2"))).isFalse();
    assertThat(problem("t.net = 10.0.0.1")).isEqualTo("'10.0.0.1' is no IP network");
  }

  @Test
  void bytesThatAreNoText() {
    assertThat(matches("t.raw startswith '\\xca\\xfe'", Map.of("t.raw", new byte[] {-54, -2, 1})))
        .isTrue();
    assertThat(matches("t.name = '\\xc3\\xa9\\x41'", Map.of("t.name", "éA"))).isTrue();
    assertThat(matches("t.raw contains 'a\\xff'", Map.of("t.raw", new byte[] {'a', -1}))).isTrue();
    assertThat(matches("t.raw in ('\\x80', b)", Map.of("t.raw", new byte[] {-128}))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = t.path",
        "t.name in (a, t.path)",
        "t.name = 't.path'",
        "t.name = 't.anc[1]'",
        "t.name = 't.arg.flags'",
        "t.name contains \"tolower(t.path)\"",
        "t.name != anyof ('val( t.path )')",
        "t.name regex 'abc'"
      })
  void whatLooksMistakenIsTold(String condition) {
    assertThat(warnings(condition))
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_COMPILE_CONDITION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ka.verb = '<NA>'",
        "ka.verb != '<NA>'",
        "ka.verb in (a, '<NA>')",
        "ka.verb intersects ('<NA>')",
        "ka.verb pmatch ('<NA>')"
      })
  void aComparisonWithNaThatNeverHolds(String condition) {
    assertThat(warnings(condition))
        .extracting(Diagnostic::code)
        .containsExactly(Code.LOAD_UNSAFE_NA_CHECK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = '<NA>'",
        "ka.verb contains '<NA>'",
        "ka.verb = get",
        "t.name = a.b",
        "t.name = 't.name[1]'",
        "t.name = t.env.local",
        "t.name = t.arg.other"
      })
  void whatIsFineIsNotTold(String condition) {
    assertThat(warnings(condition)).isEmpty();
  }
}

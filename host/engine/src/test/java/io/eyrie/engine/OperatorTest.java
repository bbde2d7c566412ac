// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each operator says of values of each type. */
class OperatorTest {
  private static void yes(String condition, Object value) {
    assertThat(matches(condition, event(condition, value))).as(condition + " of " + value).isTrue();
  }

  private static void no(String condition, Object value) {
    assertThat(matches(condition, event(condition, value)))
        .as(condition + " of " + value)
        .isFalse();
  }

  private static Map<String, Object> event(String condition, Object value) {
    return Map.of(condition.substring(0, condition.indexOf(' ')), value);
  }

  @Test
  void textsAreEqualByteForByte() {
    yes("t.name = cat", "cat");
    yes("t.name == cat", "cat");
    no("t.name = cat", "Cat");
    no("t.name = cat", "cats");
    yes("t.name = ''", "");
    yes("t.name = \"two words\"", "two words");
    yes("t.name = grüße", "grüße");
    yes("t.name != cat", "dog");
    no("t.name != cat", "cat");
  }

  @Test
  void textsAreSearchedFromAllSides() {
    yes("t.cmd contains ob", "foobar");
    yes("t.cmd contains ''", "");
    no("t.cmd contains OB", "foobar");
    yes("t.cmd icontains OB", "fooBar");
    no("t.cmd icontains ox", "fooBar");
    yes("t.cmd startswith foo", "foobar");
    no("t.cmd startswith foobars", "foobar");
    yes("t.cmd endswith bar", "foobar");
    no("t.cmd endswith foo", "foobar");
  }

  @Test
  void globsMatchTheWholeTextAndStarsCrossSlashes() {
    yes("t.path glob '/etc/*.conf'", "/etc/a/b.conf");
    no("t.path glob '/etc/*.conf'", "/etc/a.conf.bak");
    yes("t.path glob '/b?n/[a-c]x'", "/bin/bx");
    yes("t.path glob '/[!a-c]'", "/d");
    no("t.path glob '/[!a-c]'", "/b");
    yes("t.path glob 'a\\\\*b'", "a*b");
    no("t.path glob 'a\\\\*b'", "axb");
    yes("t.path iglob '/ETC/*'", "/etc/x");
    yes("t.path glob '?'", "ü");
    yes("t.path glob '*a*a*a*b'", "aaaaaaaaaaaaaaaaaaaaab");
  }

  @Test
  void regexesMatchTheWholeText() {
    yes("t.name regex 'a+b?'", "aaab");
    no("t.name regex 'a+'", "xaa");
    yes("t.name regex '[[:alpha:]]+|x'", "abc");
    assertThat(problem("t.name regex '\\\\d'")).contains("escape \\d is not allowed");
    assertThat(problem("t.name regex '(?i)a'")).contains("'(?' is not allowed");
    assertThat(problem("t.name regex '(a'")).contains("can't be read");
    assertThat(problem("t.name regex '((a{900}){900}){900}'")).contains("too large");
  }

  @Test
  void aRegexThatInvitesBacktrackingTakesLinearTime() {
    no("t.name regex '(a*)*b'", "a".repeat(5_000));
  }

  @Test
  void membersOfLists() {
    yes("t.name in (a, b, 'c d')", "c d");
    no("t.name in (a, b)", "c");
    no("t.name in ()", "");
    yes("t.name in cat", "cat");
    yes("t.name intersects (a, b)", "b");
    yes("t.num in (1, -2, 0x10)", 16L);
    no("t.num in (1, 2)", 3L);
  }

  @Test
  void inWantsEachOfAListAndIntersectsWantsOne() {
    yes("t.names in (a, b, c)", List.of("a", "c"));
    no("t.names in (a, b)", List.of("a", "c"));
    yes("t.names intersects (a, b)", List.of("c", "a"));
    no("t.names intersects (a, b)", List.of("c", "d"));
    no("t.names in (a, b)", List.of());
    no("t.names intersects (a, b)", List.of());
    yes("t.names exists", List.of());
    yes("t.ids in (1, 2, 3)", List.of(1L, 3L));
    no("t.ids in (1, 2)", List.of(1L, 3L));
    yes("t.ips intersects (10.0.0.1, ::1)", List.of("10.0.0.2", "::1"));
  }

  @Test
  void pathsBelowPrefixes() {
    yes("t.path pmatch (/etc, /var/log)", "/etc/passwd");
    yes("t.path pmatch (/etc, /var/log)", "/var/log");
    no("t.path pmatch (/etc, /var/log)", "/var/logs");
    no("t.path pmatch (/etc)", "/etcetera");
    yes("t.path pmatch (/a//b/)", "/a/b//c");
    yes("t.path pmatch (/a/b)", "//a//b");
    yes("t.path pmatch (a/b)", "/a/b");
    yes("t.path pmatch (/)", "anything");
    yes("t.path pmatch ('')", "");
    yes("t.path pmatch ('/home/*/.ssh')", "/home/me/.ssh/id");
    no("t.path pmatch ('/home/*/.ssh')", "/home/me/you/.ssh");
    yes("t.path pmatch ('/x/*', /etc)", "/etc/a");
  }

  @Test
  void numbersAreOrdered() {
    yes("t.num < 5", 4L);
    no("t.num < 5", 5L);
    yes("t.num <= 5", 5L);
    yes("t.num > -1", 0L);
    yes("t.num >= 5", 5L);
    no("t.num > 5", 5L);
    yes("t.num = +3", 3L);
    yes("t.num = 03", 3L);
    yes("t.num = '3'", 3L);
    yes("t.num = 0x1F", 31L);
    yes("t.num = -9223372036854775808", Long.MIN_VALUE);
    no("t.num > 9223372036854775807", Long.MAX_VALUE);
  }

  @Test
  void unsignedNumbersAreOrderedAsSuch() {
    yes("t.size > 9223372036854775807", -1L);
    yes("t.size = 18446744073709551615", -1L);
    yes("t.size < 18446744073709551615", 0L);
    no("t.size < 5", -1L);
  }

  @Test
  void decimalNumbers() {
    yes("t.ratio = 0.5", 0.5);
    yes("t.ratio > 0.25", 0.5);
    no("t.ratio < 0.25", 0.5);
    yes("t.ratio in (1, 2.5e+1)", 25.0);
    yes("t.ratio = 0", -0.0);
    no("t.ratio <= 1", Double.NaN);
    yes("t.ratio != 1", Double.NaN);
  }

  @Test
  void truthValuesTimesAndPorts() {
    yes("t.flag = true", true);
    yes("t.flag = false", false);
    yes("t.flag != false", true);
    yes("t.when > 1470327477000000000", 1_470_327_477_000_000_001L);
    yes("t.took <= 1000", 1000L);
    yes("t.port = ssh", 22L);
    yes("t.port in (http, 8080)", 80L);
    yes("t.port >= 1024", 65535L);
  }

  @Test
  void addressesAndNetworks() {
    yes("t.ip = 10.1.2.3", "10.1.2.3");
    yes("t.ip = fe80::1", "fe80:0:0:0:0:0:0:1");
    yes("t.ip != 10.1.2.3", "fe80::1");
    no("t.ip = ::", "0.0.0.0");
    yes("t.ip in (1.1.1.1, 10.1.2.3)", "10.1.2.3");
    yes("t.net = 10.0.0.0/8", "10.200.1.1");
    no("t.net = 10.0.0.0/8", "11.0.0.1");
    yes("t.net != 10.0.0.0/8", "11.0.0.1");
    yes("t.net in (192.168.0.0/16, fe80::/10)", "fe81::5");
    yes("t.net = 0.0.0.0/0", "1.2.3.4");
    no("t.net = 0.0.0.0/0", "::1");
    yes("t.net = 1.2.3.4/32", "1.2.3.4");
  }

  @Test
  void bytes() {
    byte[] bytes = {(byte) 0xCA, (byte) 0xFE, 'x', 0};
    yes("t.raw bcontains FE78", bytes);
    yes("t.raw bstartswith cafe", bytes);
    no("t.raw bstartswith fe", bytes);
    yes("t.raw contains x", bytes);
    yes("t.raw = abc", "abc".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anAbsentFieldMakesEveryOperatorFalse() {
    for (String check :
        List.of(
            "t.name = a",
            "t.name != a",
            "t.name in (a)",
            "t.name contains ''",
            "t.name startswith ''",
            "t.name glob '*'",
            "t.name regex '.*'",
            "t.name pmatch (/)",
            "t.name exists",
            "t.num < 5",
            "t.num >= -9223372036854775808",
            "t.net != 10.0.0.0/8",
            "t.names in (a)")) {
      assertThat(matches(check, Map.of())).as(check).isFalse();
      assertThat(matches("not " + check, Map.of())).as("not " + check).isTrue();
    }
  }

  @Test
  void existsAsksForPresenceOnly() {
    yes("t.name exists", "");
    yes("t.num exists", 0L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "t.num contains 1 | operator 'contains' can't be used with field 't.num', which holds a number",
        "t.flag > 1 | operator '>' can't be used with field 't.flag', which holds a truth value",
        "t.ip startswith 10 | operator 'startswith' can't be used with field 't.ip', which holds an IP address",
        "t.name bcontains ca | operator 'bcontains' can't be used with field 't.name', which holds text",
        "t.names = a | operator '=' can't be used with field 't.names', which holds a list of texts",
        "t.num pmatch (a) | operator 'pmatch' can't be used with field 't.num', which holds a number",
        "t.raw glob x | operator 'glob' can't be used with field 't.raw', which holds bytes",
        "t.num = three | 'three' is no whole number",
        "t.num = 1.5 | '1.5' is no whole number",
        "t.flag = yes | 'yes' is no truth value",
        "t.port = -1 | a port can't be negative, as -1 is",
        "t.port = nosuch | 'nosuch' is no port",
        "t.ip = 300.1.2.3 | '300.1.2.3' is no IP address",
        "t.net = 10.0.0.0 | '10.0.0.0' is no IP network",
        "t.net in (10.0.0.0/33) | '10.0.0.0/33' is no IP network",
        "t.raw bcontains xyz | 'xyz' is no sequence of bytes in hexadecimal",
        "t.nam = a | source 'test' has no field 't.nam'",
        "t.env = a | field 't.env' needs an argument in brackets",
        "t.name[1] = a | field 't.name' takes no argument",
        "t.anc[first] = a | 'first' is no index for field 't.anc'",
        "t.anc[01] = a | '01' is no index for field 't.anc'",
        "evt.type = opne | source 'test' has no event type 'opne'",
        "evt.type contains op | source 'test' has no event type 'op'"
      })
  void whatDoesNotFitIsRefused(String condition, String message) {
    assertThat(problem(condition)).isEqualTo(message);
  }

  @Test
  void aModifierWordThatNoListFollowsIsAPlainValue() {
    yes("t.name = oneof", "oneof");
    yes("t.name = anyof and t.name exists", "anyof");
  }

  @Test
  void fieldsTakeArguments() {
    assertThat(matches("t.env[HOME] = /root", Map.of("t.env[HOME]", "/root"))).isTrue();
    assertThat(matches("t.env['a b'] = x", Map.of("t.env[a b]", "x"))).isTrue();
    assertThat(matches("t.anc[0] = a and t.anc = b", Map.of("t.anc[0]", "a", "t.anc", "b")))
        .isTrue();
    assertThat(matches("t.anc[2] = a", Map.of("t.anc[1]", "a"))).isFalse();
  }

  @Test
  void theEngineGivesItsOwnFields() {
    assertThat(matches("evt.type = open", "open", Map.of())).isTrue();
    assertThat(matches("evt.type in (close, exec)", "open", Map.of())).isFalse();
    assertThat(matches("evt.type != open", "close", Map.of())).isTrue();
    assertThat(matches("evt.num = 1", Map.of())).isTrue();
    assertThat(matches("evt.num = 0", Map.of())).isFalse();
    assertThat(matches("evt.num >= 1", Map.of())).isTrue();
    assertThat(matches("evt.source = test and evt.plugininstance = one", Map.of())).isTrue();
    assertThat(matches("evt.hostname = host", Map.of())).isTrue();
    assertThat(matches("evt.rawtime.s = 1470327477", Map.of())).isTrue();
    assertThat(matches("evt.rawtime.ns = 881754223", Map.of())).isTrue();
    assertThat(matches("evt.time startswith '16:17:57.88'", Map.of())).isTrue();
    assertThat(matches("evt.time.iso8601 = '2016-08-04T16:17:57.881754223+0000'", Map.of()))
        .isTrue();
    assertThat(matches("evt.datetime.s = '2016-08-04 16:17:57'", Map.of())).isTrue();
  }

  @Test
  void theEngineGivesWhatAllSourcesOfFalcoHave() {
    assertThat(matches("evt.outputtime startswith '16:17:57.88'", Map.of())).isTrue();
    assertThat(matches("evt.reltime = 0 and evt.reltime.s = 0 and evt.reltime.ns = 0", Map.of()))
        .isTrue();
    assertThat(matches("evt.is_async = false and evt.is_async != true", Map.of())).isTrue();
    assertThat(matches("evt.pluginname exists", Map.of())).isFalse();
    assertThat(matches("evt.pluginname != x", Map.of())).isFalse();
    assertThat(matches("evt.plugininfo exists or evt.asynctype exists", Map.of())).isFalse();
  }

  @Test
  void aFieldIsAbsentFromEventTypesThatDoNotCarryIt() {
    Map<String, Object> event = Map.of("t.opened", "x");
    assertThat(matches("t.opened = x", "open", event)).isTrue();
    assertThat(matches("t.opened = x", "close", event)).isFalse();
    assertThat(matches("not t.opened = x", "close", event)).isTrue();
  }
}

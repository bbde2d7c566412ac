// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.judge;
import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static io.eyrie.engine.TestSource.rendered;
import static io.eyrie.engine.TestSource.rule;
import static io.eyrie.engine.TestSource.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that stand for one of several values, dotted arguments, fields with restrictions. */
class PeculiarFieldTest {
  private static final Map<String, Object> EVENT =
      Map.of(
          "fd.ip",
          List.of("10.0.0.1", "::1"),
          "fd.port",
          List.of(40_000L, 443L),
          "fd.net",
          List.of("10.0.0.1", "192.168.0.1"),
          "proc.aname",
          List.of("bash", "sshd"),
          "proc.aname[1]",
          "bash",
          "evt.arg[flags]",
          "O_RDONLY",
          "evt.arg[0]",
          "zero",
          "t.env[HOME]",
          "/root");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd.ip = 10.0.0.1",
        "fd.ip = ::1",
        "fd.ip in (1.1.1.1, ::1)",
        "fd.ip != 1.1.1.1",
        "fd.ip = anyof (1.1.1.1, 10.0.0.1)",
        "fd.ip = allof (10.0.0.1, ::1)",
        "fd.port = https",
        "fd.port in (80, 443)",
        "fd.port < 1024",
        "fd.port != 22",
        "fd.port = oneof (443, 444)",
        "fd.net in (172.16.0.0/12, 192.168.0.0/16)",
        "fd.net intersects (10.0.0.0/8)",
        "fd.net = oneof (10.0.0.0/8, 11.0.0.0/8)",
        "proc.aname = sshd",
        "proc.aname in (zsh, bash)",
        "proc.aname != bash",
        "proc.aname startswith ss",
        "proc.aname exists",
        "proc.aname[1] = bash",
        "evt.arg.flags = O_RDONLY",
        "evt.arg[flags] = O_RDONLY and evt.arg[0] = zero",
        "t.env.HOME = /root",
        "tolower(evt.arg.flags) = o_rdonly"
      })
  void holds(String condition) {
    assertThat(matches(condition, EVENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fd.ip != ::1",
        "fd.ip = oneof (10.0.0.1, ::1)",
        "fd.port != 443",
        "fd.net != 10.0.0.0/8",
        "proc.aname = zsh",
        "proc.aname[2] exists",
        "evt.arg.mode exists"
      })
  void doesNotHold(String condition) {
    assertThat(matches(condition, EVENT)).isFalse();
  }

  @Test
  void someAncestorDiffersUnlessAllAreEqual() {
    Map<String, Object> alike = Map.of("proc.aname", List.of("bash", "bash"));
    assertThat(matches("proc.aname != bash", alike)).isFalse();
    assertThat(matches("proc.aname != zsh", alike)).isTrue();
    assertThat(matches("proc.aname != bash", Map.of())).isFalse();
  }

  @Test
  void aHostHasTheNamesThatRulesCompareWith() {
    String rules =
        rule("a", "fd.sip.name = db or fd.sip.name in (web, cache)", "to %fd.sip.name")
            + rule("b", "not fd.sip.name != mail and t.name = other", "m")
            + rule("c", "fd.sip.name startswith d", "m");
    assertThat(rules(rules).index("test").orElseThrow().demand().hostNames())
        .containsExactlyInAnyOrder("db", "web", "cache", "mail");
    Map<String, Object> two = Map.of("fd.sip.name", List.of("db", "web"));
    assertThat(matches("fd.sip.name = web", two)).isTrue();
    assertThat(matches("fd.sip.name != web", two)).isFalse();
    assertThat(matches("fd.sip.name != mail", two)).isTrue();
    Map<String, Object> noneOfThem = Map.of("fd.sip.name", List.of());
    assertThat(matches("fd.sip.name = web", noneOfThem)).isFalse();
    assertThat(matches("fd.sip.name != web", noneOfThem)).isTrue();
    assertThat(matches("fd.sip.name != web", Map.of())).as("not known yet").isFalse();
    Match match =
        judge(
                rules(rule("r", "evt.type=open", "%fd.sip.name")),
                RuleMatching.ALL,
                "open",
                noneOfThem)
            .getFirst();
    assertThat(match.message()).isEqualTo("<NA>");
  }

  @Test
  void aTimeIsAroundAnotherWhenItIsNotFurtherAway() {
    Map<String, Object> event = Map.of("evt.around[1404996934793590564]", 40L);
    assertThat(matches("evt.around[1404996934793590564] = 50", event)).isTrue();
    assertThat(matches("evt.around[1404996934793590564] = 40", event)).isTrue();
    assertThat(matches("evt.around[1404996934793590564] = 39", event)).isFalse();
  }

  @Test
  void timesSinceTheFirstEventHaveNineDigits() {
    Match match =
        judge(
                rules(rule("r", "evt.type=open", "%evt.deltatime.ns")),
                RuleMatching.ALL,
                "open",
                Map.of("evt.deltatime.ns", 123L))
            .getFirst();
    assertThat(match.message()).isEqualTo("000000123");
    assertThat(match.fields()).containsEntry("evt.deltatime.ns", 123L);
  }

  @Test
  void outputsNameArgumentsWithADotAndJoinSeveralValues() {
    Match match =
        judge(
                rules(
                    rule(
                        "r",
                        "evt.type=open",
                        "%evt.arg.flags. %evt.arg.nope %evt.arg[flags] %proc.aname %fd.port")),
                RuleMatching.ALL,
                "open",
                EVENT)
            .getFirst();
    assertThat(match.message()).isEqualTo("O_RDONLY. <NA> O_RDONLY bash sshd 40000 443");
    assertThat(match.fields().keySet())
        .containsExactly(
            "evt.arg.flags", "evt.arg.nope", "evt.arg[flags]", "proc.aname", "fd.port");
    assertThat(match.fields()).containsEntry("proc.aname", "bash sshd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tolower(proc.aname) = a | field 'proc.aname' can't be given to a transformer",
        "tolower(proc.aname[1]) = a | field 'proc.aname' can't be given to a transformer",
        "t.name = val(proc.aname) | field 'proc.aname' can't be compared with another field",
        "proc.aname = val(t.name) | field 'proc.aname' can't be compared with another field",
        "fd.ip = val(t.ip) | field 'fd.ip' can't be compared with another field",
        "evt.arg = a | field 'evt.arg' needs an argument in brackets",
        "evt.arg.flags[1] = a | field 'evt.arg.flags' takes no argument",
        "t.name.x = a | source 'test' has no field 't.name.x'",
        "t.arg.flgs = a | field 't.arg' has no argument 'flgs'",
        "t.arg[flgs] = a | field 't.arg' has no argument 'flgs'",
        "tolower(t.arg.flgs) = a | field 't.arg' has no argument 'flgs'",
        "t.name = val(t.arg.flgs) | field 't.arg' has no argument 'flgs'",
        "t.at[x] = a | field 't.at' has no argument 'x'"
      })
  void whatDoesNotFitIsRefused(String condition, String message) {
    assertThat(problem(condition)).isEqualTo(message);
  }

  @Test
  void anArgumentThatIsNotKnownIsToldWhereItStandsWithTheOneThatIsMeant() {
    assertThat(rendered(compile(rule("r", "evt.type=open and t.arg.flgs = a", "o"))))
        .contains("rules.yaml:6:23: error:")
        .contains("field 't.arg' has no argument 'flgs'", "did you mean 'flags'?");
    assertThat(rendered(compile(rule("r", "evt.type=open and t.arg.x = a", "o"))))
        .contains("its arguments are flags, mode, name");
    assertThat(rendered(compile(rule("r", "evt.type=open and t.at[x] = a", "o"))))
        .contains("it has to match /[a-z/]*");
    assertThat(matches("t.arg[0] = zero and t.arg.flags = a", ARGUMENTS)).isTrue();
  }

  @Test
  void anOutputTakesTheLongestArgumentThatIsKnown() {
    assertThat(rendered(compile(rule("r", "evt.type=open", "%t.arg.flgs"))))
        .contains("LOAD_ERR_COMPILE_OUTPUT", "did you mean 'flags'?");
    Match match =
        judge(
                rules(rule("r", "evt.type=open", "%t.arg.flags_ and %t.arg.flags.x")),
                RuleMatching.ALL,
                "open",
                ARGUMENTS)
            .getFirst();
    assertThat(match.message()).isEqualTo("a_ and a.x");
  }

  @Test
  void anUnknownArgumentIsNoUnknownNameInAConditionButOneInAnOutput() {
    String condition = rule("r", "evt.type=open and t.arg.x = a", "o");
    String output = rule("r", "evt.type=open", "%t.arg.x");
    String skip = "  skip-if-unknown-filter: true\n";
    assertThat(compile(condition + skip).errors()).isNotEmpty();
    assertThat(compile(output + skip).errors()).isEmpty();
    assertThat(rendered(compile(output + skip))).contains("LOAD_UNKNOWN_FILTER");
  }

  @Test
  void numbersArePrintedInTheirBase() {
    Match match =
        judge(
                rules(rule("r", "t.dev = 2049", "%t.dev %t.raw2.flags %t.raw2.mode %t.raw2.size")),
                RuleMatching.ALL,
                "open",
                Map.of(
                    "t.dev",
                    2049L,
                    "t.raw2[flags]",
                    4107L,
                    "t.raw2[mode]",
                    493L,
                    "t.raw2[size]",
                    10L))
            .getFirst();
    assertThat(match.message()).isEqualTo("801 100B 755 10");
    assertThat(match.fields())
        .containsEntry("t.dev", "801")
        .containsEntry("t.raw2.mode", "755")
        .containsEntry("t.raw2.size", 10L);
  }

  private static final Map<String, Object> ARGUMENTS =
      Map.of("t.arg[flags]", "a", "t.arg[0]", "zero");
}

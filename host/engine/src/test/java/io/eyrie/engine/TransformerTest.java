// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.judge;
import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
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

/** What transformers make of fields, in conditions and in outputs. */
class TransformerTest {
  private static final Map<String, Object> EVENT =
      Map.of(
          "t.name",
          "Cat",
          "t.path",
          "/etc/Passwd",
          "t.cmd",
          "Y2F0IC9ldGM",
          "t.num",
          3L,
          "t.raw",
          new byte[] {'Y', '2', 'F', '0'},
          "t.names",
          List.of("-a", "-bval", "--long", "-c", "next", "--", "-d"),
          "t.ids",
          List.of(7L, 8L));

  private static void yes(String condition) {
    assertThat(matches(condition, EVENT)).as(condition).isTrue();
  }

  private static void no(String condition) {
    assertThat(matches(condition, EVENT)).as(condition).isFalse();
  }

  @Test
  void theCaseOfAsciiLetters() {
    yes("tolower(t.name) = cat");
    yes("toupper(t.path) = /ETC/PASSWD");
    yes("toupper(tolower(t.name)) in (CAT, DOG)");
    assertThat(matches("tolower(t.name) = 'äÖ'", Map.of("t.name", "äÖ"))).isTrue();
    yes("tolower(t.names) intersects ('-bval')");
  }

  @Test
  void whatFollowsTheLastSlash() {
    yes("basename(t.path) = Passwd");
    yes("basename(t.name) = Cat");
    assertThat(matches("basename(t.path) = ''", Map.of("t.path", "/a/"))).isTrue();
  }

  @Test
  void base64() {
    yes("b64(t.cmd) = 'cat /etc'");
    yes("b64(t.raw) = cat");
    for (String undecodable : List.of("a", "####", "Y2F0=", "=")) {
      assertThat(matches("b64(t.cmd) exists", Map.of("t.cmd", undecodable)))
          .as(undecodable)
          .isFalse();
    }
    for (String decodable : List.of("", "YQ", "YQ==", "Y2E=", "Y2F0", "+/+/")) {
      assertThat(matches("b64(t.cmd) exists", Map.of("t.cmd", decodable))).as(decodable).isTrue();
    }
  }

  @Test
  void lengthsOfTextsBytesAndLists() {
    yes("len(t.name) = 3");
    yes("len(t.raw) = 4");
    yes("len(t.names) > 6");
    yes("len(t.ids) = 2");
    yes("len(concat(t.name, 'ä')) = 5");
    assertThat(matches("len(t.name) = 1", Map.of("t.name", "a\0bc"))).isTrue();
    assertThat(matches("len(t.names) = 0", Map.of("t.names", List.of()))).isTrue();
    no("len(t.env[K]) >= 0");
  }

  @Test
  void joiningAndConcatenating() {
    yes("join('+', (t.name, t.path)) = 'Cat+/etc/Passwd'");
    yes("join('', (t.name, 'x', 3)) = Catx3");
    yes("join(t.name, t.names) startswith '-aCat-bval'");
    yes("concat(t.name, ':', basename(t.path)) = 'Cat:Passwd'");
    yes("join(',', ()) = ''");
    no("concat(t.name, t.env[K]) exists");
    no("join(',', (t.name, t.env[K])) exists");
  }

  @Test
  void theShortOptionsOfAProgram() {
    yes("getopt(t.names, 'ab:c:') in (a, b, val, c, next)");
    yes("len(getopt(t.names, 'ab:c:')) = 5");
    yes("getopt(t.names, 'ab:c:')[b] = val");
    yes("getopt(t.names, 'ab:c:')[c] = next");
    yes("getopt(t.names, 'ab:c:')[a] = a");
    no("getopt(t.names, 'ab:c:d')[d] exists");
    yes("getopt(t.names, 'b:c:') intersects ('?')");
    yes("getopt(('-x', '-y'), 'xy:')[y] = ''");
    yes("getopt(('-x1', '-x2'), 'x:')[x] = 2");
    no("getopt(('word', '-x'), 'x')[x] exists");
  }

  @Test
  void anAbsentInputMakesItAbsent() {
    for (String term : List.of("tolower(t.env[K])", "b64(t.env[K])", "basename(t.env[K])")) {
      no(term + " exists");
      no(term + " != x");
      yes("not " + term + " = x");
    }
  }

  @Test
  void aFieldOfOtherEventTypesMakesItAbsent() {
    Map<String, Object> event = Map.of("t.opened", "X");
    assertThat(matches("tolower(t.opened) = x", "open", event)).isTrue();
    assertThat(matches("tolower(t.opened) = x", "close", event)).isFalse();
    assertThat(matches("not tolower(t.opened) = x", "close", event)).isTrue();
  }

  @Test
  void aValueIsDerivedOncePerEventForAllRules() {
    String text =
        rule("a", "tolower(t.name) = dog", "m")
            + rule("b", "tolower(t.name) = cat", "%tolower(t.name)")
            + rule("c", "tolower(t.name) startswith c", "%tolower(t.name)");
    TestSource.Judge judge = new TestSource.Judge(rules(text), RuleMatching.ALL);
    assertThat(judge.judge("open", EVENT)).hasSize(2);
    assertThat(judge.extracted).containsExactly("t.name");
  }

  @Test
  void outputsShowTheDerivedTextAndListTheFieldsWithin() {
    Match match =
        judge(
                rules(
                    rule(
                        "r",
                        "t.num=3",
                        "%toupper(t.name)|%5tolower(t.name)|%2tolower(t.name)|%len(t.name)|%len(t.names)|"
                            + "%concat(t.name, ':', basename(t.path))|%tolower(t.env[K])|%getopt(t.names, 'ab:')[b]|"
                            + "%getopt(t.names, 'a').")),
                RuleMatching.ALL,
                "open",
                EVENT)
            .getFirst();
    assertThat(match.message()).isEqualTo("CAT|cat  |ca|3|7|Cat:Passwd|<NA>|val|(a,?,?,a,?,?).");
    assertThat(match.fields().keySet()).containsExactly("t.name", "t.names", "t.path", "t.env[K]");
    assertThat(match.fields()).containsEntry("t.name", "Cat").containsEntry("t.env[K]", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tolower(t.num) = 3 | 'tolower()' takes texts, which 't.num' is not",
        "tolower(t.name, t.path) = a | 'tolower()' takes one argument",
        "concat(t.name) = a | 'concat()' takes two arguments or more",
        "len(t.num) > 1 | 'len()' takes texts, bytes and lists, which 't.num' is not",
        "b64(t.num) = a | 'b64()' takes texts and bytes, which 't.num' is not",
        "concat(t.name, t.names) = a | the arguments of 'concat()' have to be single texts",
        "join(t.name, t.path) = a | the second argument of 'join()' has to be a list of texts",
        "join(t.names, t.names) = a | the separator of 'join()' has to be a single text",
        "getopt(t.name, 'a') exists | the first argument of 'getopt()' has to be a list of texts",
        "getopt(t.names) exists | 'getopt()' takes two arguments: a list and the options",
        "getopt(t.names, 'a')[ab] exists | 'ab' is no option of one letter",
        "tolower(t.name)[1] = a | 'tolower()' takes nothing in brackets",
        "tolower(t.name) > 3 and len(t.name) contains 3 | operator 'contains' can't be used with 'len(t.name)', which holds a number",
        "tolower(t.names) = a | operator '=' can't be used with 'tolower(t.names)', which holds a list of texts",
        "join(',', (t.name, t.num)) = a | 't.num' can't be in a list: it is no single text",
        "tolower(t.nosuch) = a | source 'test' has no field 't.nosuch'",
        "tolower(evt.type) = open | 'evt.type' can only be compared with names of event types",
        "evt.type = val(t.name) | 'evt.type' can only be compared with names of event types",
        "evt.type = tolower(t.name) | 'evt.type' can only be compared with names of event types"
      })
  void whatDoesNotFitIsRefused(String condition, String message) {
    assertThat(problem(condition)).isEqualTo(message);
  }

  @Test
  void derivedTextsAreBounded() {
    String half = "x".repeat(1 << 20);
    String wide = "concat(" + "t.name, ".repeat(99) + "t.name)";
    TestSource.Judge judge =
        new TestSource.Judge(
            rules(rule("wide", wide + " = a", "m") + rule("other", "t.num = 3", "m")),
            RuleMatching.ALL);
    assertThat(judge.judge("open", Map.of("t.name", half, "t.num", 3L))).hasSize(1);
    assertThat(judge.quarantined).hasSize(1).first().asString().contains("longer than 64 MiB");
    assertThat(compile(rule("tolower(t.name) = a")).errors()).isEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.expand.Definitions;
import io.eyrie.engine.expand.ExpandedRule;
import io.eyrie.engine.expand.Expander;
import io.eyrie.engine.rulefile.RuleFileReader;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rules over random events: the engine says what the naive oracle says. */
class OracleTest {
  private static final List<String> TYPES = TestSource.DECLARATION.eventTypes();
  private static final List<String> WORDS =
      List.of(
          "a", "b", "ab", "ba", "abc", "/a", "/a/b", "/a/b/c", "/ab", "a/b", "aab", "", "/",
          "//a//b", "Ab", "AB", "cab", "bab");
  private static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1", "10.0.1.1", "11.0.0.1", "0.0.0.0", "::1", "fe80::1", "fe80::2", "::a00:1");
  private static final List<String> NETWORKS =
      List.of(
          "10.0.0.0/8",
          "10.0.0.0/24",
          "0.0.0.0/0",
          "10.0.0.1/32",
          "::/0",
          "fe80::/10",
          "::1/128",
          "fe80::/127");

  private final Random random;

  OracleTest() {
    this.random = new Random();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void engineAndOracleAgree(long seed) {
    random.setSeed(seed);
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      text.append(TestSource.rule("r" + i, condition(3), "m"));
    }
    RuleSet rules = TestSource.rules(text.toString());
    Diagnostics diagnostics = new Diagnostics();
    List<ExpandedRule> trees =
        Expander.expand(
            Definitions.of(
                List.of(RuleFileReader.read(new SourceText("r", text.toString()), diagnostics)),
                diagnostics),
            diagnostics);
    TestSource.Judge all = new TestSource.Judge(rules, RuleMatching.ALL);
    TestSource.Judge first = new TestSource.Judge(rules, RuleMatching.FIRST);
    for (int i = 0; i < 400; i++) {
      String type = any(TYPES);
      Map<String, Object> event = event();
      NaiveEvaluator oracle = new NaiveEvaluator(type, event);
      List<String> expected =
          trees.stream()
              .filter(rule -> oracle.holds(Objects.requireNonNull(rule.condition())))
              .map(rule -> rule.definition().name().value())
              .toList();
      List<String> actual = names(all.judge(type, event));
      assertThat(all.quarantined).isEmpty();
      assertThat(actual).as("%s %s", type, event).isEqualTo(expected);
      assertThat(names(first.judge(type, event))).isEqualTo(expected.stream().limit(1).toList());
    }
    assertThat(all.quarantined).isEmpty();
  }

  private static List<String> names(List<Match> matches) {
    return matches.stream().map(Match::rule).toList();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private Map<String, Object> event() {
    Map<String, Object> event = new HashMap<>();
    for (String field :
        List.of("t.name", "t.path", "t.cmd", "t.opened", "t.env[K]", "t.anc", "t.anc[1]")) {
      put(event, field, any(WORDS) + (random.nextInt(3) == 0 ? any(WORDS) : ""));
    }
    put(event, "t.num", (long) random.nextInt(7) - 3);
    put(event, "t.size", random.nextInt(4) == 0 ? -1L : (long) random.nextInt(5));
    put(event, "t.flag", random.nextBoolean());
    put(event, "t.ratio", random.nextInt(8) / 2.0 - 1);
    put(event, "t.port", (long) random.nextInt(4));
    put(event, "t.ip", any(ADDRESSES));
    put(event, "t.net", any(ADDRESSES));
    put(event, "t.names", words(random.nextInt(4)));
    List<Long> ids = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ids.add((long) random.nextInt(4));
    }
    put(event, "t.ids", ids);
    return event;
  }

  private void put(Map<String, Object> event, String field, Object value) {
    if (random.nextInt(5) > 0) {
      event.put(field, value);
    }
  }

  private List<String> words(int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(any(WORDS));
    }
    return words;
  }

  private String condition(int depth) {
    int kind = random.nextInt(depth > 0 ? 9 : 3);
    if (kind < 3) {
      return check();
    }
    if (kind == 3) {
      return "not (" + condition(depth - 1) + ")";
    }
    StringBuilder terms = new StringBuilder("(" + condition(depth - 1));
    String word = kind < 7 ? " and " : " or ";
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      terms.append(word).append(random.nextInt(4) == 0 ? "not " : "").append(condition(depth - 1));
    }
    return terms.append(')').toString();
  }

  private String quoted(String word) {
    return "'" + word + "'";
  }

  private String list(List<String> from) {
    List<String> chosen = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      chosen.add(quoted(any(from)));
    }
    return "(" + String.join(", ", chosen) + ")";
  }

  private String check() {
    String order = any(List.of("<", "<=", ">", ">=", "=", "!="));
    String equal = any(List.of("=", "!="));
    String text =
        any(List.of("t.name", "t.path", "t.cmd", "t.opened", "t.env[K]", "t.anc", "t.anc[1]"));
    return switch (random.nextInt(19)) {
      case 0 -> "evt.type " + equal + " " + any(TYPES);
      case 1 -> "evt.type in (" + any(TYPES) + ", " + any(TYPES) + ")";
      case 2 -> text + " " + equal + " " + quoted(any(WORDS));
      case 3 -> text + " in " + list(WORDS);
      case 4 -> text + " " + any(List.of("contains", "icontains")) + " " + quoted(any(WORDS));
      case 5 -> text + " " + any(List.of("startswith", "endswith")) + " " + quoted(any(WORDS));
      case 6 -> text + " pmatch " + list(WORDS);
      case 7 ->
          text
              + " "
              + any(List.of("glob", "iglob"))
              + " "
              + quoted(any(WORDS) + any(List.of("*", "?", "*b", "")));
      case 8 -> text + " pmatch (" + quoted(any(List.of("/a/*", "/?/b", "*", "/a/b?"))) + ")";
      case 9 -> text + " regex " + quoted(any(List.of("a+b*", "(a|b)+", ".*b", "/a(/.*)*")));
      case 10 -> any(List.of(text, "t.num", "t.names", "t.ip", "t.flag")) + " exists";
      case 11 -> "t.num " + order + " " + (random.nextInt(7) - 3);
      case 12 ->
          "t.size "
              + order
              + " "
              + (random.nextInt(3) == 0 ? "18446744073709551615" : random.nextInt(4));
      case 13 -> "t.flag " + equal + " " + random.nextBoolean();
      case 14 -> "t.ratio " + order + " " + any(List.of("0.5", "-1", "1.5", "2"));
      case 15 ->
          "t.ip "
              + any(
                  List.of(
                      "in (" + any(ADDRESSES) + ", " + any(ADDRESSES) + ")",
                      equal + " " + any(ADDRESSES)));
      case 16 ->
          "t.net "
              + any(
                  List.of(
                      "in (" + any(NETWORKS) + ", " + any(NETWORKS) + ")",
                      equal + " " + any(NETWORKS)));
      case 17 -> "t.names " + any(List.of("in", "intersects")) + " " + list(WORDS);
      default ->
          "t.ids " + any(List.of("in", "intersects")) + " " + list(List.of("0", "1", "2", "3"));
    };
  }
}

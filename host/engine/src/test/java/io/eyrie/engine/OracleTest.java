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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random rules over random events: the engine says what the naive oracle says. */
class OracleTest {
  private static final List<String> TYPES = TestSource.DECLARATION.eventTypes();
  private final Random random;

  OracleTest() {
    this.random = new Random();
  }

  /** {@code -Deyrie.seeds=N} tries as many. */
  static LongStream seeds() {
    return LongStream.rangeClosed(1, Long.getLong("eyrie.seeds", 30));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void engineAndOracleAgree(long seed) {
    random.setSeed(seed);
    RuleDraw draw = new RuleDraw(random);
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      text.append(TestSource.rule("r" + i, draw.condition(), "m"));
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
      assertThat(actual)
          .as("%s %s: %s", type, event, differing(trees, expected, actual))
          .isEqualTo(expected);
      assertThat(names(first.judge(type, event))).isEqualTo(expected.stream().limit(1).toList());
    }
    assertThat(all.quarantined).isEmpty();
  }

  /** The conditions that one side says match and the other does not. */
  private static List<String> differing(
      List<ExpandedRule> trees, List<String> expected, List<String> actual) {
    return trees.stream()
        .map(ExpandedRule::definition)
        .filter(
            rule -> expected.contains(rule.name().value()) != actual.contains(rule.name().value()))
        .map(rule -> rule.condition().value())
        .toList();
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
      put(event, field, any(RuleDraw.WORDS) + (random.nextInt(3) == 0 ? any(RuleDraw.WORDS) : ""));
    }
    put(event, "t.num", (long) random.nextInt(7) - 3);
    put(event, "t.size", random.nextInt(4) == 0 ? -1L : (long) random.nextInt(5));
    put(event, "t.flag", random.nextBoolean());
    put(event, "t.ratio", random.nextInt(8) / 2.0 - 1);
    put(event, "t.port", (long) random.nextInt(4));
    put(event, "t.ip", any(RuleDraw.ADDRESSES));
    put(event, "t.net", any(RuleDraw.ADDRESSES));
    put(event, "t.names", words(random.nextInt(4)));
    List<Long> ids = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      ids.add((long) random.nextInt(4));
    }
    put(event, "t.ids", ids);
    put(event, "t.ips", addresses(random.nextInt(3)));
    put(event, "fd.ip", addresses(2));
    put(event, "fd.port", List.of((long) random.nextInt(4), (long) random.nextInt(4)));
    put(event, "proc.aname", words(1 + random.nextInt(3)));
    put(event, "t.raw", any(RuleDraw.WORDS).getBytes(StandardCharsets.US_ASCII));
    put(event, "t.when", (long) random.nextInt(4));
    put(event, "t.took", (long) random.nextInt(7) - 3);
    return event;
  }

  private void put(Map<String, Object> event, String field, Object value) {
    if (random.nextInt(5) > 0) {
      event.put(field, value);
    }
  }

  private List<String> addresses(int count) {
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(any(RuleDraw.ADDRESSES));
    }
    return addresses;
  }

  private List<String> words(int count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      words.add(any(RuleDraw.WORDS));
    }
    return words;
  }
}

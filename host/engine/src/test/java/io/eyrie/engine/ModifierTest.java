// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.matches;
import static io.eyrie.engine.TestSource.problem;
import static io.eyrie.engine.TestSource.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code oneof}, {@code anyof}, {@code allof}. */
class ModifierTest {
  private static final Map<String, Object> EVENT =
      Map.of(
          "t.name",
          "foobar",
          "t.num",
          3L,
          "t.port",
          80L,
          "t.ip",
          "10.0.0.1",
          "t.net",
          "10.0.0.1",
          "t.raw",
          new byte[] {0x7f, 0x45},
          "t.ratio",
          0.5,
          "t.flag",
          true);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = anyof (a, foobar)",
        "t.name != anyof (a, foobar)",
        "t.name != allof (a, b)",
        "t.name != oneof (a, foobar)",
        "t.name = allof (foobar)",
        "t.name = allof (foobar, foobar)",
        "t.name contains allof (foo, bar, ob)",
        "t.name contains oneof (foo, x, y)",
        "t.name icontains anyof (X, OB)",
        "t.name startswith anyof (x, foo)",
        "t.name endswith oneof (ar, x)",
        "t.name glob allof ('f*', '*r')",
        "t.name iglob anyof ('F*')",
        "t.name regex anyof ('x', '.*bar')",
        "t.num = anyof (1, 3)",
        "t.num = oneof (1, 3, 4)",
        "t.port = anyof (http, 53)",
        "t.ip = anyof (1.1.1.1, 10.0.0.1)",
        "t.net = allof (10.0.0.0/8, 10.0.0.0/24)",
        "t.net = oneof (10.0.0.0/8, 11.0.0.0/8)",
        "t.raw bstartswith oneof (7f45, 23)",
        "t.ratio != allof (1, 2)",
        "t.flag = anyof (false, true)",
        "tolower(t.name) = anyof (foobar)",
        "evt.type = anyof (open, close)",
        "evt.type != allof (close, exec)"
      })
  void holds(String condition) {
    assertThat(matches(condition, EVENT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "t.name = anyof ()",
        "t.name != allof ()",
        "t.name = oneof ()",
        "t.name = allof (foobar, a)",
        "t.name != oneof (a, b)",
        "t.name != allof (a, foobar)",
        "t.name contains allof (foo, x)",
        "t.name contains oneof (foo, bar)",
        "t.name contains oneof (x, y)",
        "t.net = oneof (10.0.0.0/8, 10.0.0.0/24)",
        "t.raw bstartswith oneof (7f45, 7f)",
        "t.cmd != anyof (a, b)",
        "t.cmd = allof (a)",
        "t.cmd contains oneof ('', a)",
        "evt.type = oneof (close)"
      })
  void doesNotHold(String condition) {
    assertThat(matches(condition, EVENT)).isFalse();
  }

  @Test
  void aListOfAnySizeMayFollowByItsNameAlone() {
    String list = "- list: words\n  items: [a, foobar, c]\n";
    for (String condition : new String[] {"t.name = anyof words", "t.name = oneof (words)"}) {
      assertThat(
              TestSource.judge(
                  TestSource.rules(list + rule(condition)),
                  io.eyrie.engine.run.RuleMatching.ALL,
                  "open",
                  EVENT))
          .as(condition)
          .hasSize(1);
    }
  }

  @Test
  void oneofMayHaveAThousandValues() {
    String values =
        IntStream.range(0, 1_000).mapToObj(i -> "w" + i).collect(Collectors.joining(", "));
    assertThat(matches("t.name = oneof (" + values + ")", EVENT)).isFalse();
    assertThat(matches("t.name = oneof (w1, " + values.substring(4) + ")", Map.of("t.name", "w7")))
        .isTrue();
    assertThat(problem("t.name = oneof (x, " + values + ")"))
        .isEqualTo("'oneof' has more than 1000 values");
  }

  @Test
  void theOperatorStillHasToFitTheField() {
    assertThat(problem("t.num contains anyof (3)"))
        .isEqualTo("operator 'contains' can't be used with field 't.num', which holds a number");
    assertThat(problem("t.names = anyof (a)"))
        .isEqualTo("operator '=' can't be used with field 't.names', which holds a list of texts");
    assertThat(problem("evt.type = anyof (open, opne)"))
        .isEqualTo("source 'test' has no event type 'opne'");
    assertThat(compile(rule("t.num > anyof (3)")).errors()).isNotEmpty();
    assertThat(compile(rule("t.name in anyof (a)")).errors()).isNotEmpty();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static io.eyrie.engine.TestSource.compile;
import static io.eyrie.engine.TestSource.judge;
import static io.eyrie.engine.TestSource.rule;
import static io.eyrie.engine.TestSource.rules;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.run.Match;
import io.eyrie.engine.run.RuleMatching;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How outputs are read and filled in, and what alerts look like. */
class TemplateTest {
  private static final Map<String, Object> EVENT = new HashMap<>();

  static {
    EVENT.put("t.name", "curl");
    EVENT.put("t.num", -3L);
    EVENT.put("t.size", -1L);
    EVENT.put("t.flag", true);
    EVENT.put("t.ratio", 0.09765625);
    EVENT.put("t.port", 443L);
    EVENT.put("t.ip", "fe80:0:0:1:0:0:0:1");
    EVENT.put("t.names", List.of("a", "b"));
    EVENT.put("t.ids", List.of(1L, 2L));
    EVENT.put("t.env[K]", "v");
    EVENT.put("t.anc[1]", "bash");
  }

  private static Match match(String output) {
    return judge(rules(rule("r", "evt.type=open", output)), RuleMatching.ALL, "open", EVENT)
        .getFirst();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%t.name runs | curl runs",
        "%t.names. | (a,b).",
        "%t.namely | curlly",
        "%t.name%t.num | curl-3",
        "[%8t.name][%2t.name][%4t.num] | [curl    ][cu][-3  ]",
        "%t.size %t.flag %t.ratio %t.port | 18446744073709551615 true 0.1 443",
        "%t.ip | fe80:0:0:1::1",
        "%t.ids %t.cmd | (1,2) <NA>",
        "%t.env[K] %t.anc[1] %t.anc[2] | v bash <NA>",
        "%t.name[1] | curl[1]",
        "%t.anc[1 | <NA>[1",
        "*%t.name | curl",
        "100 pct (%t.name) | 100 pct (curl)",
        "%evt.time %evt.time.s %evt.type | 16:17:57.881754223 16:17:57 open",
        "%evt.datetime %evt.rawtime.ns | 2016-08-04 16:17:57.881754223 881754223",
        "%evt.time.iso8601 | 2016-08-04T16:17:57.881754223+0000",
        "%evt.num %evt.source %evt.plugininstance %evt.hostname | 1 test one host"
      })
  void fieldsAreFilledIn(String output, String message) {
    assertThat(match(output).message()).isEqualTo(message);
  }

  @Test
  void valuesKeepTheirTypes() {
    Map<String, @Nullable Object> fields =
        match("%t.size %t.flag %t.ratio %t.ip %t.ids %t.cmd %t.env[K] %evt.time %3t.name").fields();
    assertThat(fields.keySet())
        .containsExactly(
            "t.size",
            "t.flag",
            "t.ratio",
            "t.ip",
            "t.ids",
            "t.cmd",
            "t.env[K]",
            "evt.time",
            "t.name");
    assertThat(fields)
        .containsEntry("t.size", new BigInteger("18446744073709551615"))
        .containsEntry("t.flag", true)
        .containsEntry("t.ratio", 0.09765625)
        .containsEntry("t.ip", "fe80:0:0:1::1")
        .containsEntry("t.ids", List.of(1L, 2L))
        .containsEntry("t.cmd", null)
        .containsEntry("evt.time", 1_470_327_477_881_754_223L)
        .containsEntry("t.name", "curl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "%t.nosuch | source 'test' has no field 't.nosuch'",
        "100% | the output ends with '%'",
        "100%%. | no field is named after '%'",
        "a % b | no field is named after '%'",
        "%{t.name} | no field is named after '%'",
        "%-5t.name | no field is named after '%'",
        "%t.env | field 't.env' needs an argument in brackets",
        "%t.anc[first] | 'first' is no index for field 't.anc'",
        "%lower(t.name) | 'lower' is no transformer",
        "%val(t.name) | 'val()' has no place in an output",
        "%tolower(t.num) | 'tolower()' takes texts, which 't.num' is not",
        "%tolower(t.nosuch) | source 'test' has no field 't.nosuch'",
        "%tolower(t.name | the '(' after this is not closed",
        "%tolower(t.name)[1] | 'tolower()' takes nothing in brackets"
      })
  void mistakesAreNamed(String output, String message) {
    LoadResult result = compile(rule("r", "evt.type=open", output));
    assertThat(result.errors()).isNotEmpty();
    assertThat(result.errors().getFirst().message()).isEqualTo(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AlertLineTest {

  /** An alert of given texts. */
  private record Line(String output, String json) implements Alert {

    @Override
    public String id() {
      return "0".repeat(32);
    }

    @Override
    public long timeNanos() {
      return 0;
    }

    @Override
    public String rule() {
      return "A rule";
    }

    @Override
    public Priority priority() {
      return Priority.NOTICE;
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
      return List.of();
    }

    @Override
    public String hostname() {
      return "host-1";
    }

    @Override
    public String message() {
      return output;
    }

    @Override
    public Map<String, @Nullable Object> fields() {
      return Map.of();
    }

    @Override
    public String revision() {
      return "r1";
    }
  }

  @Test
  void writes_a_line_of_text_for_each_alert() {
    assertThat(
            written(
                LineFormat.TEXT,
                new Line("10:00:00.000000001: Notice first", "{}"),
                new Line("10:00:00.000000002: Notice second ✓ 🦅", "{}")))
        .isEqualTo("10:00:00.000000001: Notice first\n10:00:00.000000002: Notice second ✓ 🦅\n");
  }

  @Test
  void writes_a_line_of_json_for_each_alert() {
    assertThat(
            written(
                LineFormat.JSON, new Line("", "{\"id\":\"a\"}"), new Line("", "{\"id\":\"b\"}")))
        .isEqualTo("{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
  }

  @Test
  void escapes_in_text_what_a_terminal_would_act_on() {
    assertThat(
            written(
                LineFormat.TEXT,
                new Line("a\nb\r\t\u001B[31m \"q\" \\ \u007F\u009B2J \u202Eevil \uD800 end", "")))
        .isEqualTo(
            "a\\nb\\r\\t\\u001b[31m \\\"q\\\" \\\\ \\u007f\\u009b2J \\u202eevil \uFFFD end\n");
  }

  @Test
  void leaves_json_a_json_text_and_escapes_what_json_lets_through() {
    assertThat(written(LineFormat.JSON, new Line("", "{\"a\":\"x\\n\u007F\u009B\u2028\"}")))
        .isEqualTo("{\"a\":\"x\\n\\u007f\\u009b\\u2028\"}\n");
  }

  @Test
  void leaves_out_and_adds_the_keys_of_json_that_the_operator_chose() {
    Line alert =
        new Line(
            "a \"b\" \\ \n",
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"output\":\"x\\\"}\",\"output_fields\":{\"f\":[1,{}],"
                + "\"g\":null},\"priority\":\"Notice\",\"tags\":[\"a\",\"b\"],\"time\":\"t\"}");

    assertThat(written(LineFormat.JSON, new JsonKeys(false, true, true, false), alert))
        .isEqualTo(
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"message\":\"a \\\"b\\\" \\\\"
                + " \\n\",\"output_fields\":{\"f\":[1,{}],\"g\":null},\"priority\":\"Notice\",\"time\":\"t\"}\n");
    assertThat(written(LineFormat.JSON, new JsonKeys(true, false, false, true), alert))
        .isEqualTo(
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"output\":\"x\\\"}\",\"priority\":\"Notice\","
                + "\"tags\":[\"a\",\"b\"],\"time\":\"t\"}\n");
    assertThat(
            written(LineFormat.JSON, new JsonKeys(false, true, false, false), new Line("m", "{}")))
        .isEqualTo("{\"message\":\"m\"}\n");
  }

  @Test
  void text_that_is_too_long_is_cut_and_says_so() {
    assertThat(VisibleText.of("abc\n🦅def", 5)).isEqualTo("abc\\n… (5 more characters)");
    assertThat(VisibleText.of("abc", 3)).isEqualTo("abc");
  }

  @Test
  void values_of_fields_have_a_text_each() {
    assertThat(FieldText.of(null)).isEmpty();
    assertThat(FieldText.of(7L)).isEqualTo("7");
    assertThat(FieldText.of(List.of("a", 1L))).isEqualTo("(a,1)");
  }

  private static String written(LineFormat format, Alert... alerts) {
    return written(format, JsonKeys.USUAL, alerts);
  }

  private static String written(LineFormat format, JsonKeys keys, Alert... alerts) {
    AlertLine line = new AlertLine(format, keys);
    StringBuilder lines = new StringBuilder();
    for (Alert alert : alerts) {
      line.append(alert, lines);
      lines.append('\n');
    }
    return lines.toString();
  }
}

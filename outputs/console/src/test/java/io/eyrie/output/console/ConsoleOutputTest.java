// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleOutputTest {

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
  void writes_a_line_of_text_for_each_alert() throws Exception {
    assertThat(
            written(
                LineFormat.TEXT,
                new Line("10:00:00.000000001: Notice first", "{}"),
                new Line("10:00:00.000000002: Notice second ✓ 🦅", "{}")))
        .isEqualTo("10:00:00.000000001: Notice first\n10:00:00.000000002: Notice second ✓ 🦅\n");
  }

  @Test
  void writes_a_line_of_json_for_each_alert() throws Exception {
    assertThat(
            written(
                LineFormat.JSON, new Line("", "{\"id\":\"a\"}"), new Line("", "{\"id\":\"b\"}")))
        .isEqualTo("{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
  }

  @Test
  void escapes_in_text_what_a_terminal_would_act_on() throws Exception {
    assertThat(
            written(
                LineFormat.TEXT,
                new Line("a\nb\r\t\u001B[31m \"q\" \\ \u007F\u009B2J \u202Eevil \uD800 end", "")))
        .isEqualTo(
            "a\\nb\\r\\t\\u001b[31m \\\"q\\\" \\\\ \\u007f\\u009b2J \\u202eevil \uFFFD end\n");
  }

  @Test
  void leaves_json_a_json_text_and_escapes_what_json_lets_through() throws Exception {
    assertThat(written(LineFormat.JSON, new Line("", "{\"a\":\"x\\n\u007F\u009B\u2028\"}")))
        .isEqualTo("{\"a\":\"x\\n\\u007f\\u009b\\u2028\"}\n");
  }

  @Test
  void leaves_out_and_adds_the_keys_of_json_that_the_operator_chose() throws Exception {
    Line alert =
        new Line(
            "a \"b\" \\ \n",
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"output\":\"x\\\"}\",\"output_fields\":{\"f\":[1,{}],"
                + "\"g\":null},\"priority\":\"Notice\",\"tags\":[\"a\",\"b\"],\"time\":\"t\"}");

    assertThat(written(LineFormat.JSON, new JsonKeys(false, true, true, false), alert))
        .isEqualTo(
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"message\":\"a \\\"b\\\" \\\\ \\u000a\","
                + "\"output_fields\":{\"f\":[1,{}],\"g\":null},\"priority\":\"Notice\",\"time\":\"t\"}\n");
    assertThat(written(LineFormat.JSON, new JsonKeys(true, false, false, true), alert))
        .isEqualTo(
            "{\"hostname\":\"h,}\",\"id\":\"a\",\"output\":\"x\\\"}\",\"priority\":\"Notice\","
                + "\"tags\":[\"a\",\"b\"],\"time\":\"t\"}\n");
    assertThat(
            written(LineFormat.JSON, new JsonKeys(false, true, false, false), new Line("m", "{}")))
        .isEqualTo("{\"message\":\"m\"}\n");
  }

  @Test
  void says_that_standard_output_is_closed_and_that_it_may_be_tried_again() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThatThrownBy(() ->
            new ConsoleOutput(closed, LineFormat.TEXT, JsonKeys.USUAL)
                .deliver(List.of(new Line("a", ""))))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> {
              assertThat(e.code()).isEqualTo("stdout.failed");
              assertThat(e.retryable()).isTrue();
            })
        .hasMessageContaining("standard output can't be written (Broken pipe)");
  }

  private static String written(LineFormat format, Alert... alerts) throws PluginException {
    return written(format, JsonKeys.USUAL, alerts);
  }

  private static String written(LineFormat format, JsonKeys keys, Alert... alerts)
      throws PluginException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ConsoleOutput output = new ConsoleOutput(bytes, format, keys)) {
      output.deliver(List.of(alerts));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}

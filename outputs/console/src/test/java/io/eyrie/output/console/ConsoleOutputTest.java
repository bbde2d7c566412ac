// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.alerttext.JsonKeys;
import io.eyrie.alerttext.LineFormat;
import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.testserver.TestAlerts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleOutputTest {

  private static final AlertLine JSON = new AlertLine(LineFormat.JSON, JsonKeys.USUAL);

  @Test
  void writes_a_line_for_each_alert() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Alert first = TestAlerts.number(1);
    Alert second = TestAlerts.number(2);
    try (ConsoleOutput output = new ConsoleOutput(bytes, JSON)) {
      output.deliver(List.of(first, second));
    }

    assertThat(bytes.toString(UTF_8)).isEqualTo(first.json() + "\n" + second.json() + "\n");
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
    assertThatThrownBy(() -> new ConsoleOutput(closed, JSON).deliver(List.of(TestAlerts.number(1))))
        .isInstanceOfSatisfying(
            PluginException.class,
            e -> {
              assertThat(e.code()).isEqualTo("stdout.failed");
              assertThat(e.retryable()).isTrue();
            })
        .hasMessageContaining("standard output can't be written (Broken pipe)");
  }
}

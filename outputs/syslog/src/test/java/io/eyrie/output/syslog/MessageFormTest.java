// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerttext.AlertLine;
import io.eyrie.alerttext.JsonKeys;
import io.eyrie.alerttext.LineFormat;
import io.eyrie.api.alert.Priority;
import io.eyrie.testserver.TestAlerts;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class MessageFormTest {

  private static final int AUTHPRIV = 10;

  private static final AlertLine JSON = new AlertLine(LineFormat.JSON, JsonKeys.USUAL);
  private static final Rfc5424 NEW = new Rfc5424(AUTHPRIV, "eyrie", 77, "eyrie@32473", JSON);

  @Test
  void rfc_5424_has_microseconds_and_structured_data() {
    assertThat(NEW.of(TestAlerts.number(1)))
        .isEqualTo(
            "<84>1 2026-01-01T00:00:01.123456Z host-1 eyrie 77 alert [eyrie@32473"
                + " id=\"00000000000000000000000000000001\" rule=\"Sensitive file read\""
                + " source=\"syscall\" tags=\"host,mitre_credential_access\"] "
                + TestAlerts.number(1).json());
  }

  @Test
  void rfc_3164_has_local_time_without_a_year() {
    assertThat(
            new Rfc3164(AUTHPRIV, "eyrie", 77, ZoneId.of("Europe/Berlin"), JSON)
                .of(TestAlerts.number(1)))
        .isEqualTo("<84>Jan  1 01:00:01 host-1 eyrie[77]: " + TestAlerts.number(1).json());
  }

  @Test
  void priorities_are_the_severities_of_syslog() {
    assertThat(NEW.of(TestAlerts.with(1, Priority.EMERGENCY))).startsWith("<80>1 ");
    assertThat(NEW.of(TestAlerts.with(1, Priority.DEBUG))).startsWith("<87>1 ");
  }

  @Test
  void texts_of_attackers_neither_end_the_message_nor_the_structured_data() {
    String message = NEW.of(TestAlerts.hostile());

    assertThat(message)
        .contains(" rule=\"Rule of a\\\\u001b[31mb\\\\r\\\\nc\\\\u0000 <!channel>")
        .contains("\\\"q\\\" \\\\ \\] \\\\u202e\\\\u2028 \uFFFD é🦅\" source=")
        .matches("[^\\x00-\\x1f\\x7f-\\x9f]+");
  }

  @Test
  void names_of_hosts_are_visible_ascii() {
    assertThat(MessageForm.header("a b\nc\u00e9", 255)).isEqualTo("a_b_c_");
    assertThat(MessageForm.header("", 255)).isEqualTo("-");
    assertThat(MessageForm.header("x".repeat(300), 255)).hasSize(255);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.Loss;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostAlertsTest {

  private static final long FROM = 1_795_343_400_000_000_000L;
  private static final long TO = FROM + 2_500_000_000L;

  private final HostAlerts alerts = new HostAlerts("host-1", LineTime.CLOCK, () -> TO);

  @Test
  void each_says_what_happened_where_and_when() {
    assertThat(
            List.of(
                line(alerts.eventsLost("syscall", "kernel", new Loss(1234, FROM, TO, "ring full"))),
                line(alerts.notWatching("syscall", "kernel", FROM, TO)),
                line(alerts.notWatching("syscall", "kernel", 0, TO)),
                line(alerts.removedUnread("siem", 1, FROM, TO)),
                line(alerts.missing("siem", "t", 7, FROM, TO, "the retention removed them")),
                line(alerts.missing("siem", "t", -1, 0, 0, "another store")),
                line(alerts.outputFailing("siem", "connection refused")),
                line(alerts.pluginRestarted("okta", "logins", 2, "boom")),
                line(alerts.pluginGivenUp("okta", "logins", 5, "boom")),
                line(alerts.pluginStalled("okta", "logins", "poll")),
                line(
                    alerts.folded(
                        "Rule",
                        Priority.NOTICE,
                        "syscall",
                        "kernel",
                        2000,
                        FROM,
                        TO,
                        List.of("first", "second")))))
        .containsExactly(
            "Eyrie internal: events lost|Warning|source kernel lost 1,234 events between 2026-11-22T10:30:00.000000000Z and 2026-11-22T10:30:02.500000000Z: ring full",
            "Eyrie internal: not watching|Notice|source kernel was not watching from 2026-11-22T10:30:00.000000000Z to 2026-11-22T10:30:02.500000000Z",
            "Eyrie internal: not watching|Notice|source kernel was not watching from the beginning to 2026-11-22T10:30:02.500000000Z",
            "Eyrie internal: alerts removed unread|Critical|the alert store removed 1 alert that output siem had not read, from 2026-11-22T10:30:00.000000000Z to 2026-11-22T10:30:02.500000000Z: mend the output, or give the store more room",
            "Eyrie internal: alerts missing|Critical|7 alerts are missing here: the retention removed them",
            "Eyrie internal: alerts missing|Critical|alerts are missing here: another store",
            "Eyrie internal: output failing|Error|output siem: connection refused",
            "Eyrie internal: plugin restarted|Warning|logins of plugin okta failed and is started again (attempt 2): boom",
            "Eyrie internal: plugin given up|Critical|logins of plugin okta failed 5 times and stays stopped: boom",
            "Eyrie internal: plugin stalled|Error|logins of plugin okta has not returned from poll; it can't be ended, restart the host if it stays so",
            "Eyrie internal: alerts folded|Notice|2,000 alerts more of rule 'Rule' on kernel from 2026-11-22T10:30:00.000000000Z to 2026-11-22T10:30:02.500000000Z, such as: first");
  }

  @Test
  void the_same_gap_told_again_has_the_same_identity_and_all_others_differ() {
    assertThat(alerts.missing("siem", "t", 7, FROM, TO, "x").id())
        .isEqualTo(alerts.missing("siem", "t", 7, FROM, TO, "x").id())
        .isNotEqualTo(alerts.missing("other", "t", 7, FROM, TO, "x").id());
    assertThat(alerts.outputFailing("siem", "x").id())
        .isNotEqualTo(alerts.outputFailing("siem", "x").id());
  }

  @Test
  void they_are_of_the_source_internal() {
    AlertRecord alert = alerts.outputFailing("siem", "x");
    assertThat(alert.source()).isEqualTo("internal");
    assertThat(alert.instance()).isEmpty();
    assertThat(alert.tags()).isEmpty();
    assertThat(alert.fields()).containsEntry("eyrie.output", "siem");
  }

  private static String line(AlertRecord alert) {
    return alert.rule() + "|" + alert.priority().label() + "|" + alert.message();
  }
}

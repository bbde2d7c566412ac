// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * What Falco's event-generator does is done, action by action, and a shipped rule tells of each.
 */
@Isolated("watches the live kernel")
final class EventGeneratorIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() throws IOException {
    Needs.systemCalls();
    for (String program : List.of("perl", "python3", "ip", "unshare", "script", "shred")) {
      Needs.program(program);
    }
    Triggers.open(folder);
  }

  @Test
  void eachActionOnTheHostIsToldOf() throws Exception {
    Triggers actions = Triggers.read("event-generator-on-host.sh");
    Site site = site();
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      List<String> silent = new ArrayList<>();
      for (String action : actions.commands().keySet()) {
        int before = subscriber.alerts(rule(action)).size();
        String said = actions.pull(action, folder);
        if (!Await.within(PATIENCE, () -> subscriber.alerts(rule(action)).size() > before)) {
          silent.add(action + ": " + said);
        }
      }
      assertThat(silent).as("actions that no alert tells of, and what they said").isEmpty();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void eachActionInAContainerIsToldOf() throws Exception {
    Triggers actions = Triggers.read("event-generator-in-container.sh");
    BusyboxContainer container = BusyboxContainer.in(folder);
    Site site = site();
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      List<String> silent = new ArrayList<>();
      for (String action : actions.commands().keySet()) {
        int before = inContainer(subscriber, rule(action));
        String said = container.run(actions.script(action));
        if (!Await.within(PATIENCE, () -> inContainer(subscriber, rule(action)) > before)) {
          silent.add(action + ": " + said);
        }
      }
      assertThat(silent).as("actions that no alert tells of, and what they said").isEmpty();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  /** The name of the rule that is to tell of an action, {@code ACTION = RULE}. */
  private static String rule(String action) {
    return action.substring(action.indexOf(" = ") + 3);
  }

  private static int inContainer(Subscriber subscriber, String rule) {
    return (int)
        subscriber.alerts(rule).stream()
            .map(Alert::getMessage)
            .filter(
                message -> message.contains("container=" + BusyboxContainer.ID.substring(0, 12)))
            .count();
  }

  /** Those are on that are off by default, too. */
  private Site site() throws IOException {
    return Site.in(folder)
        .rules(Files.readString(Eyrie.TREE.resolve("rules/syscall.yaml")))
        .configure(
            """
            rule_matching: all
            rules:
              - enable: {rule: '*'}
            sources:
              - plugin: syscall-ebpf
            """);
  }
}

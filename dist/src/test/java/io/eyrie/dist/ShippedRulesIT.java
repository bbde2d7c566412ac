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

/** The shipped rules for system calls, live: what they are for is done, and each tells of it. */
@Isolated("watches the live kernel")
final class ShippedRulesIT {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() throws IOException {
    Needs.systemCalls();
    Triggers.open(folder);
  }

  @Test
  void eachTellsOfWhatItIsForOnTheHost() throws Exception {
    Triggers triggers = Triggers.read("triggers-on-host.sh");
    Site site = site();
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      List<String> silent = new ArrayList<>();
      for (String rule : triggers.commands().keySet()) {
        String said = triggers.pull(rule, folder);
        if (!tells(subscriber, rule)) {
          silent.add(rule + ": " + said);
        }
      }
      assertThat(silent).as("rules that did not tell, and what their triggers said").isEmpty();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void eachTellsOfWhatItIsForInAContainer() throws Exception {
    Triggers triggers = Triggers.read("triggers-in-container.sh");
    BusyboxContainer container = BusyboxContainer.in(folder);
    Site site = site();
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      String said = container.run(triggers.all());
      List<String> silent = new ArrayList<>();
      for (String rule : triggers.commands().keySet()) {
        if (!tells(subscriber, rule)) {
          silent.add(rule);
        }
      }
      assertThat(silent).as("rules that did not tell; the container said: %s", said).isEmpty();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private Site site() throws IOException {
    return Site.in(folder)
        .rules(Files.readString(Eyrie.TREE.resolve("rules/syscall.yaml")))
        .configure("rule_matching: all\nsources:\n  - plugin: syscall-ebpf\n");
  }

  private static boolean tells(Subscriber subscriber, String rule) throws Exception {
    return Await.within(
        PATIENCE, () -> subscriber.alerts().stream().map(Alert::getRule).anyMatch(rule::equals));
  }
}

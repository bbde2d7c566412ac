// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.SourceStatus;
import io.eyrie.server.config.HostConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Follows the demo's host as a subscriber until everything that was to come has come.
 *
 * <p>It is done when the shipped records have been read to their end, the triggers' alerts are
 * there or can't come, and the stream has said that there is nothing more; at the latest when its
 * patience ends, which is long, for a busy machine needs its time to load the kernel program.
 */
final class DemoRun {

  private static final Duration START_PATIENCE = Duration.ofSeconds(45);
  private static final Duration ALERT_PATIENCE = Duration.ofSeconds(20);
  private static final Duration STEP = Duration.ofMillis(100);

  private final Terminal terminal;
  private final AlertPrinter printer;
  private final boolean json;
  private final AdminClient admin;
  private final DemoTriggers triggers;
  private final Set<String> awaited;
  private final Set<String> sourcesSeen = new HashSet<>();
  private int alerts;

  DemoRun(Terminal terminal, boolean json, HostConfig config, DemoTriggers triggers) {
    this.terminal = terminal;
    this.printer = new AlertPrinter(terminal, json);
    this.json = json;
    this.admin = new AdminClient(config.home());
    this.triggers = triggers;
    this.awaited = new HashSet<>(triggers.ruleNames());
  }

  void run() throws CommandFailed, InterruptedException, IOException {
    long deadline = System.nanoTime() + START_PATIENCE.toNanos();
    SourceStatus syscall = settled("syscall-ebpf", deadline);
    boolean live = syscall.state().equals("running") || syscall.state().equals("degraded");
    try (AlertClient client = AlertClient.connect(endpoint(deadline));
        AlertStream stream =
            client.subscribe(
                SubscribeRequest.newBuilder()
                    .setStart(StartPosition.START_POSITION_OLDEST)
                    .setIncludeJson(json)
                    .build())) {
      if (live) {
        triggers.pull();
      }
      follow(stream, live, System.nanoTime() + ALERT_PATIENCE.toNanos());
    } catch (SubscriptionRefused e) {
      throw new CommandFailed(
          "eyrie: the demo's host refuses its subscriber: " + e.getMessage(), e);
    }
    terminal.remark(
        "\n"
            + alerts
            + " alerts of "
            + String.join(" and ", sourcesSeen.stream().sorted().toList()));
    if (!live) {
      terminal.remark(
          "\nNo live system calls, because the source syscall-ebpf is not running:\n  "
              + (syscall.reason().isEmpty()
                  ? "it is still " + syscall.state()
                  : syscall.reason() + installLine(syscall)));
    } else if (!awaited.isEmpty()) {
      terminal.remark(
          "\nThese were to come and did not: "
              + String.join(", ", awaited.stream().sorted().toList())
              + "; 'eyrie demo --debug' shows more.");
    }
  }

  private void follow(AlertStream stream, boolean live, long deadline)
      throws SubscriptionRefused, InterruptedException, CommandFailed {
    boolean read = false;
    while (System.nanoTime() - deadline < 0 && !terminal.readerGone()) {
      // Looked at before the step: a heartbeat after it says that nothing of the file is left.
      boolean complete = read && (!live || awaited.isEmpty());
      Optional<SubscribeResponse> step = stream.next(STEP);
      if (step.isPresent()) {
        take(step.get());
      } else if (complete && stream.connected()) {
        return;
      }
      read = read || over(source("cloudtrail"));
    }
  }

  private void take(SubscribeResponse step) {
    printer.print(step);
    if (step.hasAlert()) {
      // What the host says of itself is shown, but is no catch of the demo.
      if (!step.getAlert().getSource().equals("internal")) {
        alerts++;
        sourcesSeen.add(step.getAlert().getSource());
      }
      awaited.remove(step.getAlert().getRule());
    }
  }

  /** The source when it has come to run or can't. */
  private SourceStatus settled(String plugin, long deadline)
      throws CommandFailed, InterruptedException {
    while (true) {
      SourceStatus source = source(plugin);
      boolean starting = source.state().equals("starting") || source.state().equals("stalled");
      if (!starting || System.nanoTime() - deadline > 0) {
        return source;
      }
      Thread.sleep(STEP);
    }
  }

  private static boolean over(SourceStatus source) {
    return switch (source.state()) {
      case "ended", "given up", "stopped", "resting" -> true;
      default -> false;
    };
  }

  private SourceStatus source(String plugin) throws CommandFailed {
    try {
      return admin.status().sources().stream()
          .filter(source -> source.plugin().equals(plugin))
          .findFirst()
          .orElseThrow(() -> new CommandFailed("eyrie: the demo's host lost its source " + plugin));
    } catch (AdminException e) {
      throw new CommandFailed("eyrie: " + e.getMessage(), e);
    }
  }

  private String endpoint(long deadline) throws CommandFailed, InterruptedException {
    while (true) {
      try {
        List<OutputStatus> outputs = admin.outputs();
        for (OutputStatus output : outputs) {
          if (!output.endpoints().isEmpty()) {
            return output.endpoints().getFirst();
          }
        }
        if (System.nanoTime() - deadline > 0) {
          throw new CommandFailed(
              "eyrie: the demo's host does not serve alerts: "
                  + outputs.stream()
                      .map(OutputStatus::reason)
                      .findFirst()
                      .orElse("no grpc output"));
        }
      } catch (AdminException e) {
        throw new CommandFailed("eyrie: " + e.getMessage(), e);
      }
      Thread.sleep(STEP);
    }
  }

  /** The commands that help, where the reason does not say them itself. */
  private static String installLine(SourceStatus source) {
    String reason = source.reason().toLowerCase(Locale.ROOT);
    if (reason.contains("apt") || reason.contains("sudo") || source.state().equals("stalled")) {
      return "";
    }
    return "\n  It needs libbpf and the right to load it: apt-get install libbpf1, then"
        + " 'sudo eyrie demo'.";
  }
}

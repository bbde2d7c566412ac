// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.alert.EventTimes;
import io.eyrie.server.admin.Administration;
import io.eyrie.server.admin.DeadLetterStatus;
import io.eyrie.server.admin.HostStatus;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.PluginStatus;
import io.eyrie.server.admin.ReloadReport;
import io.eyrie.server.admin.SourceStatus;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.pipeline.WorkerState;
import io.eyrie.server.pipeline.WorkerStatus;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.store.StoreState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Answers the admin socket from the running host. */
final class HostAdministration implements Administration {

  private static final String WAITING = "waiting";

  private final Host host;
  private final Instant started = Instant.now();

  HostAdministration(Host host) {
    this.host = host;
  }

  @Override
  public HostStatus status() {
    RuleEdition edition = host.edition();
    List<RuleDescription> rules = edition.rules().rules();
    StoreState store = host.store().state();
    return new HostStatus(
        EyrieVersion.current(),
        ProcessHandle.current().pid(),
        host.config().home().toString(),
        started.toString(),
        edition.revision(),
        rules.size(),
        (int) rules.stream().filter(RuleDescription::active).count(),
        sources(),
        outputs(),
        new HostStatus.StoreStatus(store.held(), store.usedBytes(), store.problem()),
        host.metrics().samples());
  }

  private List<SourceStatus> sources() {
    return host.sources().members().stream()
        .map(member -> source(member.config(), member.health(), member.status()))
        .toList();
  }

  private SourceStatus source(InstanceConfig config, String health, Optional<WorkerStatus> worker) {
    if (worker.isEmpty()) {
      return new SourceStatus(
          config.name(),
          config.plugin(),
          config.provided().orElse(""),
          WAITING,
          missing(config),
          0,
          0,
          0);
    }
    WorkerStatus status = worker.get();
    return new SourceStatus(
        status.instance(),
        status.plugin(),
        status.source(),
        state(status, health),
        reason(status, health),
        status.events(),
        status.lost(),
        status.restarts());
  }

  private static String state(WorkerStatus status, String health) {
    if (status.stalledSeconds() > 0) {
      return "stalled";
    }
    return status.state() == WorkerState.RUNNING && !health.isEmpty()
        ? "degraded"
        : status.state().label();
  }

  private static String reason(WorkerStatus status, String health) {
    if (status.stalledSeconds() > 0) {
      return "in one call of its plugin for %d s".formatted(status.stalledSeconds());
    }
    return status.detail().isEmpty() ? health : status.detail();
  }

  private String missing(InstanceConfig config) {
    return config
        .unknownPlugin(host.modules().loaded().stream().map(LoadedPlugin::id).toList())
        .message();
  }

  @Override
  public List<PluginStatus> plugins() {
    return ModuleReport.of(host.modules());
  }

  @Override
  public List<OutputStatus> outputs() {
    return host.outputs().members().stream()
        .map(member ->
            member
                .status()
                .map(status -> output(member.config(), member.health(), status))
                .orElseGet(() -> waiting(member.config())))
        .toList();
  }

  private OutputStatus waiting(InstanceConfig config) {
    return new OutputStatus(
        config.name(),
        config.plugin(),
        config.provided().orElse(""),
        WAITING,
        missing(config),
        0,
        -1,
        0,
        0,
        List.of());
  }

  private static OutputStatus output(
      InstanceConfig config, String health, io.eyrie.server.delivery.OutputStatus status) {
    return new OutputStatus(
        status.name(),
        status.plugin(),
        config.provided().orElse(status.plugin()),
        status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        status.lastError().isEmpty() ? health : status.lastError(),
        status.delivered(),
        status.lag(),
        0,
        status.dead(),
        status.endpoints());
  }

  @Override
  public ReloadReport reload() {
    return host.reload();
  }

  @Override
  public List<DeadLetterStatus> deadLetters(int most) {
    return host.store().deadLetters().list("", most).stream()
        .map(letter ->
            new DeadLetterStatus(
                letter.output(),
                letter.alert().id(),
                letter.alert().rule(),
                EventTimes.iso8601Zulu(letter.sinceNanos()),
                letter.reason()))
        .toList();
  }
}

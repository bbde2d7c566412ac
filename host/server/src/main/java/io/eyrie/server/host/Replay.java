// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.alert.Alert;
import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.config.CaptureConfig;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.metrics.InstanceMetrics;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.TemporaryModules;
import io.eyrie.server.pipeline.Binding;
import io.eyrie.server.pipeline.EpochNanos;
import io.eyrie.server.pipeline.Judging;
import io.eyrie.server.pipeline.SourceInstance;
import io.eyrie.server.pipeline.SourceWorker;
import io.eyrie.server.pipeline.WorkerState;
import io.eyrie.server.pipeline.WorkerStatus;
import io.eyrie.server.recorded.Replayable;
import io.eyrie.server.recorded.Replayable.NotReplayable;
import io.eyrie.server.rules.RuleBook;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.rules.RulesRefused;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges recorded input by the whole way of an event, every rule that matches raising an alert, and
 * ends with the input. Nothing is stored, and no home is needed.
 */
public final class Replay {

  private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

  private Replay() {}

  /**
   * Runs a replay and returns when it has ended.
   *
   * @param config where plugins and rules are, and the minimum priority; all else is not used
   * @param source the name of the event source
   * @param inputs files or folders, or {@code -} for standard input
   * @param alerts called for each alert, on one other thread, one at a time
   * @throws HostStartException if there is no such source, or the rules don't load
   */
  public static ReplaySummary run(
      HostConfig config, String source, List<String> inputs, Consumer<? super Alert> alerts)
      throws HostStartException, InterruptedException {
    try (TemporaryModules plugins = TemporaryModules.open(config.pluginsDir())) {
      return run(config, plugins, source, inputs, alerts);
    } catch (IOException e) {
      throw new HostStartException("can't make room for plugins: " + e.getMessage(), e);
    } catch (RulesRefused e) {
      throw new HostStartException(e.render(), e);
    }
  }

  private static ReplaySummary run(
      HostConfig config,
      TemporaryModules plugins,
      String source,
      List<String> inputs,
      Consumer<? super Alert> alerts)
      throws HostStartException, RulesRefused, InterruptedException {
    Replayable found = find(plugins, source);
    RuleEdition edition =
        new RuleBook(config.rulesFiles(), config.ruleSettings())
            .load(LoadedPlugin.declarations(plugins.loaded()));
    edition.warnings().forEach(warning -> LOG.warn("{}", warning.summary()));

    String hostname = Hostname.ofThisMachine();
    InstantSource clock = InstantSource.system();
    Judging judging =
        new Judging(
            hostname,
            ZoneId.systemDefault(),
            config.lineTime(),
            RuleMatching.ALL,
            Admission::unlimited,
            new HostAlerts(hostname, config.lineTime(), () -> EpochNanos.now(clock)),
            CaptureConfig.NONE,
            clock,
            System::nanoTime);
    SourceInstance instance =
        new SourceInstance(
            "replay",
            found.plugin().id(),
            found.plugin().loader(),
            found.provider().declaration(),
            context -> found.provider().replay(inputs, context),
            Optional.empty());
    ReplayLane lane = new ReplayLane(alerts);
    MetricRegistry metrics = new MetricRegistry();
    InstanceContext context =
        new InstanceContext(
            instance.name(),
            lane.positions(),
            new InstanceMetrics(metrics, instance.plugin(), instance.name()),
            new InstanceHealth(),
            plugins.scratch());
    Binding binding = new Binding(edition.revision(), edition.rules().index(source).orElseThrow());

    long began = System.nanoTime();
    SourceWorker worker =
        SourceWorker.start(
            instance, context, lane, judging, CompletableFuture.completedFuture(binding), 0);
    worker.awaitEnd();
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    WorkerStatus status = worker.status();
    int rules =
        (int)
            edition.rules().rules().stream()
                .filter(rule -> rule.source().equals(source))
                .filter(RuleDescription::active)
                .count();
    return new ReplaySummary(
        status.events(),
        status.alerts(),
        status.malformed(),
        rules,
        took,
        status.state() == WorkerState.ENDED ? Optional.empty() : Optional.of(status.detail()));
  }

  private static Replayable find(TemporaryModules plugins, String source)
      throws HostStartException {
    try {
      return Replayable.find(plugins.loaded(), source);
    } catch (NotReplayable e) {
      throw new HostStartException(String.valueOf(e.getMessage()), e);
    }
  }
}

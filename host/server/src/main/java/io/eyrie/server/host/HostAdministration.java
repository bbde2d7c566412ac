// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.Priority;
import io.eyrie.engine.RuleDescription;
import io.eyrie.engine.alert.EventTimes;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.server.admin.Administration;
import io.eyrie.server.admin.AlertPage;
import io.eyrie.server.admin.AlertSearch;
import io.eyrie.server.admin.DeadLetterChange;
import io.eyrie.server.admin.DeadLetterChoice;
import io.eyrie.server.admin.DeadLetterStatus;
import io.eyrie.server.admin.HostStatus;
import io.eyrie.server.admin.OutputStatus;
import io.eyrie.server.admin.OutputTest;
import io.eyrie.server.admin.PluginStatus;
import io.eyrie.server.admin.ReloadReport;
import io.eyrie.server.admin.SourceStatus;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.pipeline.WorkerState;
import io.eyrie.server.pipeline.WorkerStatus;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.store.DeadLetter;
import io.eyrie.server.store.StoreLog;
import io.eyrie.server.store.StoreState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Answers the admin socket from the running host. */
final class HostAdministration implements Administration {

  private static final String WAITING = "waiting";

  /** Shorter than a client of the admin socket waits. */
  private static final Duration TEST_LIMIT = Duration.ofSeconds(15);

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
    return config.unknownPlugin(host.knownPlugins()).message();
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
                .map(status ->
                    output(
                        member.config(),
                        member.health(),
                        status,
                        host.store().missed(status.name())))
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
        0,
        0,
        0,
        List.of());
  }

  private static OutputStatus output(
      InstanceConfig config,
      String health,
      io.eyrie.server.delivery.OutputStatus status,
      long missed) {
    return new OutputStatus(
        status.name(),
        status.plugin(),
        config.provided().orElse(status.plugin()),
        status.state().label(),
        status.lastError().isEmpty() ? health : status.lastError(),
        status.delivered(),
        status.lag(),
        status.lagSeconds(),
        status.retried(),
        status.suppressed(),
        missed,
        status.dead(),
        status.endpoints());
  }

  @Override
  public OutputTest testOutput(String output) {
    try {
      return host.outputs()
          .test(output, TEST_LIMIT)
          .map(problem -> new OutputTest(output, problem))
          .orElseGet(() -> new OutputTest(output, notRunning(output)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new OutputTest(output, "the host is ending");
    }
  }

  private String notRunning(String output) {
    List<String> names = host.outputs().configs().stream().map(InstanceConfig::name).toList();
    return names.contains(output)
        ? "the output is not running; 'eyrie outputs' says why"
        : "no output is named '%s'; %s"
            .formatted(
                output, Suggestions.hint(output, names, "there are: " + String.join(", ", names)));
  }

  @Override
  public AlertPage alerts(AlertSearch search) {
    AlertFilter filter =
        AlertFilter.all()
            .withMinimumPriority(
                search.priority().isEmpty()
                    ? Priority.DEBUG
                    : Priority.parse(search.priority())
                        .orElseThrow(() ->
                            new IllegalArgumentException(
                                "no priority '" + search.priority() + "'")))
            .withRules(search.rules())
            .withSources(search.sources())
            .withTags(search.tags())
            .withTime(search.fromNanos(), search.toNanos())
            .withFields(search.fields())
            .withText(search.text());
    AlertLog.Order order =
        search.newestFirst() ? AlertLog.Order.NEWEST_FIRST : AlertLog.Order.OLDEST_FIRST;
    try (StoreLog log = host.store().log("")) {
      AlertLog.Page page = log.search(filter, order, search.most(), search.after());
      return new AlertPage(
          page.alerts().stream()
              .map(alert -> new AlertPage.Found(alert.output(), alert.json()))
              .toList(),
          page.next());
    }
  }

  @Override
  public ReloadReport reload() {
    return host.reload();
  }

  @Override
  public DeadLetterChange retryDeadLetters(DeadLetterChoice which) {
    Map<String, List<DeadLetter>> byOutput =
        letters(which, Integer.MAX_VALUE).stream()
            .collect(Collectors.groupingBy(DeadLetter::output, TreeMap::new, Collectors.toList()));
    int given = 0;
    List<String> problems = new ArrayList<>();
    for (Map.Entry<String, List<DeadLetter>> of : byOutput.entrySet()) {
      if (host.outputs().retry(of.getKey(), of.getValue())) {
        given += of.getValue().size();
      } else {
        problems.add(
            "output %s is not running: its %d dead letters stay; 'eyrie status' says why"
                .formatted(of.getKey(), of.getValue().size()));
      }
    }
    return new DeadLetterChange(given, problems);
  }

  @Override
  public DeadLetterChange dropDeadLetters(DeadLetterChoice which) {
    try {
      return new DeadLetterChange(
          host.store().deadLetters().drop(which.output(), which.numbers()), List.of());
    } catch (IllegalStateException e) {
      return new DeadLetterChange(0, List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new DeadLetterChange(0, List.of("the host is ending"));
    }
  }

  private List<DeadLetter> letters(DeadLetterChoice which, int most) {
    return host.store().deadLetters().list(which.output(), which.numbers(), most);
  }

  @Override
  public List<DeadLetterStatus> deadLetters(DeadLetterChoice which, int most) {
    return letters(which, most).stream()
        .map(letter ->
            new DeadLetterStatus(
                letter.number(),
                letter.output(),
                letter.alert().id(),
                letter.alert().rule(),
                EventTimes.iso8601Zulu(letter.sinceNanos()),
                letter.reason()))
        .toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.source.RehearsalProvider;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.metrics.InstanceMetrics;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.pipeline.Binding;
import io.eyrie.server.pipeline.Judging;
import io.eyrie.server.pipeline.SourceInstance;
import io.eyrie.server.pipeline.SourceWorker;
import io.eyrie.server.pipeline.StoreLane;
import io.eyrie.server.pipeline.WorkerStatus;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.store.AlertStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configured source instances and their workers. */
final class SourceFleet extends Fleet<SourceFleet.Member, SourceProvider> {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFleet.class);

  /** How long a reload waits for a source that is in the middle of a call. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final AlertStore store;
  private final Judging judging;
  private final MetricRegistry metrics;
  private final HomeFolders folders;
  private final int tries;
  private final boolean rehearse;

  SourceFleet(
      List<InstanceConfig> configured,
      AlertStore store,
      Judging judging,
      MetricRegistry metrics,
      HomeFolders folders,
      int tries,
      boolean rehearse) {
    super(Choice.SOURCE);
    this.store = store;
    this.judging = judging;
    this.metrics = metrics;
    this.folders = folders;
    this.tries = tries;
    this.rehearse = rehearse;
    become(configured);
  }

  /** One configured instance; its worker is absent while its plugin is. */
  static final class Member extends ConfiguredInstance {
    private volatile @Nullable Running running;

    private Member(InstanceConfig config) {
      super(config);
    }

    /** How it runs, or empty while its plugin is not there. */
    Optional<WorkerStatus> status() {
      Running now = running;
      return now == null ? Optional.empty() : Optional.of(now.worker.status());
    }
  }

  private record Running(SourceWorker worker, InstanceMetrics metrics) {}

  @Override
  Member member(InstanceConfig config) {
    return new Member(config);
  }

  /** Starts instances, judged by these rules. */
  void start(List<Ready<Member, SourceProvider>> some, RuleEdition edition) {
    start(some, CompletableFuture.completedFuture(edition));
  }

  /** Starts instances, judged by rules that may still be compiled while sources are opened. */
  void start(List<Ready<Member, SourceProvider>> some, CompletableFuture<RuleEdition> edition) {
    some.forEach(ready -> start(ready, edition));
  }

  private void start(Ready<Member, SourceProvider> ready, CompletableFuture<RuleEdition> edition) {
    Member member = ready.member();
    Choice<SourceProvider> choice = ready.choice();
    InstanceConfig config = member.config();
    StoreLane lane = StoreLane.of(store, config.name());
    InstanceMetrics own = new InstanceMetrics(metrics, config.plugin(), config.name());
    member.instanceHealth().healthy();
    SourceInstance instance =
        new SourceInstance(
            config.name(),
            config.plugin(),
            ready.plugin().loader(),
            choice.offered().declaration(),
            context -> choice.offered().open(choice.config(), context),
            rehearsal(choice));
    InstanceContext context =
        new InstanceContext(
            config.name(),
            lane.positions(),
            own,
            member.instanceHealth(),
            folders.ofSource(config.name()));
    SourceWorker worker =
        SourceWorker.start(
            instance,
            context,
            lane,
            judging,
            edition.thenApply(rules -> binding(rules, instance)),
            tries);
    member.running = new Running(worker, own);
  }

  private Optional<SourceInstance.RehearsalOpener> rehearsal(Choice<SourceProvider> choice) {
    return rehearse && choice.offered() instanceof RehearsalProvider provider
        ? Optional.of(context -> provider.rehearsal(choice.config(), context))
        : Optional.empty();
  }

  private static Binding binding(RuleEdition edition, SourceInstance instance) {
    String source = instance.declaration().name();
    return new Binding(
        edition.revision(),
        edition
            .rules()
            .index(source)
            .orElseThrow(() -> new IllegalStateException("rules compiled without " + source)));
  }

  /** All at once, so that the slowest of them says how long it takes. */
  @Override
  void stop(List<Member> some) throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    for (Member member : some) {
      stops.add(
          Thread.ofVirtual()
              .name("eyrie-stop-" + member.config().name())
              .start(() -> {
                try {
                  stop(member);
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              }));
    }
    for (Thread stop : stops) {
      stop.join();
    }
  }

  private static void stop(Member member) throws InterruptedException {
    Running running = member.running;
    if (running != null) {
      running.worker.stop(STOP_LIMIT);
      running.metrics.close();
      member.running = null;
    }
  }

  /**
   * Puts other rules in force on every running source, or on none.
   *
   * @param leaving names of instances that are about to be ended, and go on as they are until then
   * @throws BindingRefused if a source can't give what the rules need
   */
  void adopt(RuleEdition edition, Collection<String> leaving)
      throws BindingRefused, InterruptedException {
    List<SourceWorker> workers = new ArrayList<>();
    for (Member member : members()) {
      Running running = member.running;
      if (running != null && !leaving.contains(member.config().name())) {
        workers.add(running.worker);
      }
    }
    try {
      await(workers, worker -> worker.prepare(binding(edition, worker.instance())));
    } catch (BindingRefused e) {
      for (SourceWorker worker : workers) {
        CompletableFuture<Void> _ = worker.abandon();
      }
      throw e;
    }
    await(workers, SourceWorker::commit);
  }

  private static void await(
      List<SourceWorker> workers, Function<SourceWorker, CompletableFuture<Void>> step)
      throws BindingRefused, InterruptedException {
    Map<SourceWorker, CompletableFuture<Void>> steps = new LinkedHashMap<>();
    for (SourceWorker worker : workers) {
      steps.put(worker, step.apply(worker));
    }
    for (Map.Entry<SourceWorker, CompletableFuture<Void>> asked : steps.entrySet()) {
      String name = asked.getKey().instance().name();
      try {
        asked.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        // It has the step in its queue and takes it when its plugin comes back from the call.
        LOG.warn("{}: busy in a call of its plugin; takes the new rules after that", name);
      } catch (ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new BindingRefused(
            "source '%s' can't give what the rules need: %s".formatted(name, cause.getMessage()),
            cause);
      }
    }
  }

  /** Gives every instance that was given up, or could not be started yet, another start. */
  void revive(List<LoadedPlugin> plugins, RuleEdition edition)
      throws ConfigException, InterruptedException {
    List<String> given =
        members().stream()
            .filter(member -> member.status().map(SourceFleet::isGivenUp).orElse(true))
            .map(member -> member.config().name())
            .toList();
    stop(given);
    start(ready(given, plugins), edition);
  }

  private static boolean isGivenUp(WorkerStatus status) {
    return switch (status.state()) {
      case GIVEN_UP -> true;
      case STARTING, RUNNING, RESTING, ENDED, STOPPED -> false;
    };
  }
}

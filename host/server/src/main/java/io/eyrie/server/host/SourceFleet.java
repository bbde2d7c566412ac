// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.config.Config;
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

/**
 * The configured source instances: those whose plugin is there run, the others wait for it.
 *
 * <p>Changes are made under the host's lock; {@link #members()} may be read by any thread.
 */
final class SourceFleet {

  private static final Logger LOG = LoggerFactory.getLogger(SourceFleet.class);

  /** How long a reload waits for a source that is in the middle of a call. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final AlertStore store;
  private final Judging judging;
  private final MetricRegistry metrics;
  private final HomeFolders folders;
  private final int tries;
  private final Map<String, Member> members = new LinkedHashMap<>();

  SourceFleet(
      List<InstanceConfig> configured,
      AlertStore store,
      Judging judging,
      MetricRegistry metrics,
      HomeFolders folders,
      int tries) {
    this.store = store;
    this.judging = judging;
    this.metrics = metrics;
    this.folders = folders;
    this.tries = tries;
    for (InstanceConfig config : configured) {
      members.put(config.name(), new Member(config));
    }
  }

  /** One configured instance; its worker is absent while its plugin is. */
  static final class Member {
    private final InstanceConfig config;
    private final InstanceHealth health = new InstanceHealth();
    private volatile @Nullable Running running;

    private Member(InstanceConfig config) {
      this.config = config;
    }

    InstanceConfig config() {
      return config;
    }

    /** How it runs, or empty while its plugin is not there. */
    Optional<WorkerStatus> status() {
      Running now = running;
      return now == null ? Optional.empty() : Optional.of(now.worker.status());
    }

    /** What the plugin last said of its health; empty when all is well. */
    String health() {
      return health.reason();
    }
  }

  private record Running(SourceWorker worker, InstanceMetrics metrics) {}

  /** A checked instance, ready to be started. */
  private record Ready(
      Member member, LoadedPlugin plugin, SourceProvider provider, Config config) {}

  /** All instances in the order of the configuration. */
  List<Member> members() {
    return List.copyOf(members.values());
  }

  /** Starts every instance of the plugin, or none when the configuration of one is wrong. */
  void start(LoadedPlugin plugin, RuleEdition edition) throws ConfigException {
    for (Ready ready : ready(plugin)) {
      start(ready, edition);
    }
  }

  /** Checks the configuration of every instance of the plugin. */
  void check(LoadedPlugin plugin) throws ConfigException {
    LOG.debug("{} instances of {} are well configured", ready(plugin).size(), plugin.id());
  }

  private List<Ready> ready(LoadedPlugin plugin) throws ConfigException {
    List<Ready> ready = new ArrayList<>();
    for (Member member : members.values()) {
      if (member.config.plugin().equals(plugin.id())) {
        SourceProvider provider =
            Choice.of(
                member.config, "source", plugin.sources(), offered -> offered.declaration().name());
        ready.add(
            new Ready(
                member,
                plugin,
                provider,
                member.config.config().check(provider.declaration().config())));
      }
    }
    return ready;
  }

  private void start(Ready ready, RuleEdition edition) {
    InstanceConfig config = ready.member.config;
    StoreLane lane = StoreLane.of(store, config.name());
    InstanceMetrics own = new InstanceMetrics(metrics, config.plugin(), config.name());
    ready.member.health.healthy();
    SourceInstance instance =
        new SourceInstance(
            config.name(),
            config.plugin(),
            ready.plugin.loader(),
            ready.provider.declaration(),
            context -> ready.provider.open(ready.config, context));
    InstanceContext context =
        new InstanceContext(
            config.name(),
            lane.positions(),
            own,
            ready.member.health,
            folders.ofSource(config.name()));
    SourceWorker worker =
        SourceWorker.start(instance, context, lane, judging, binding(edition, instance), tries);
    ready.member.running = new Running(worker, own);
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

  /** Ends every instance of the plugin; they wait for it to come back. */
  void stop(String plugin) throws InterruptedException {
    for (Member member : members.values()) {
      if (member.config.plugin().equals(plugin)) {
        stop(member);
      }
    }
  }

  /** Ends all instances, all at once. */
  void stopAll() throws InterruptedException {
    List<Thread> stops = new ArrayList<>();
    for (Member member : members.values()) {
      stops.add(
          Thread.ofVirtual()
              .name("eyrie-stop-" + member.config.name())
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
   * @throws BindingRefused if a source can't give what the rules need
   */
  void adopt(RuleEdition edition) throws BindingRefused, InterruptedException {
    List<SourceWorker> workers = workers();
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

  private List<SourceWorker> workers() {
    List<SourceWorker> workers = new ArrayList<>();
    for (Member member : members.values()) {
      Running running = member.running;
      if (running != null) {
        workers.add(running.worker);
      }
    }
    return workers;
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

  /** Gives every instance that was given up, or has ended, another start. */
  void revive(List<LoadedPlugin> plugins, RuleEdition edition)
      throws ConfigException, InterruptedException {
    for (LoadedPlugin plugin : plugins) {
      for (Ready ready : ready(plugin)) {
        boolean given = ready.member.status().map(SourceFleet::isGivenUp).orElse(true);
        if (given) {
          stop(ready.member);
          start(ready, edition);
        }
      }
    }
  }

  private static boolean isGivenUp(WorkerStatus status) {
    return switch (status.state()) {
      case GIVEN_UP -> true;
      case STARTING, RUNNING, RESTING, ENDED, STOPPED -> false;
    };
  }
}

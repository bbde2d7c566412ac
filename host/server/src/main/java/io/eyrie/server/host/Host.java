// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.admin.AdminException;
import io.eyrie.server.admin.AdminServer;
import io.eyrie.server.admin.ReloadReport;
import io.eyrie.server.admission.Admission;
import io.eyrie.server.admission.AdmissionSettings;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.config.Problem;
import io.eyrie.server.delivery.Delivery;
import io.eyrie.server.delivery.DeliverySettings;
import io.eyrie.server.home.HomeException;
import io.eyrie.server.home.HomeLock;
import io.eyrie.server.log.StartTimes;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.ModuleStatus;
import io.eyrie.server.modules.Modules;
import io.eyrie.server.pipeline.EpochNanos;
import io.eyrie.server.pipeline.Judging;
import io.eyrie.server.rules.LoadedCatalogue;
import io.eyrie.server.rules.RuleBook;
import io.eyrie.server.rules.RuleEdition;
import io.eyrie.server.rules.RulesRefused;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.server.watch.FileWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running host: plugins loaded, rules in force, sources judged, alerts stored and delivered.
 *
 * <p>Safe for several threads. {@link #close()} drains: what has been judged is stored, outputs get
 * a few seconds to deliver, and the rest is delivered after the next start.
 */
public final class Host implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);

  private static final Duration LOOK_AT_FILES_EVERY = Duration.ofMillis(250);
  private static final Duration LOOK_AT_PLUGINS_EVERY = Duration.ofMillis(500);
  private static final Duration PLUGIN_START_PATIENCE = Duration.ofSeconds(30);
  private static final int SOURCE_TRIES = 8;

  private final ConfigReading reading;
  private final InstantSource clock = InstantSource.system();
  private final MetricRegistry metrics = new MetricRegistry();

  /** Held by a reload from its reading to its end, so that the last that was read is in force. */
  private final ReentrantLock reloads = new ReentrantLock();

  /** Held by every change: reload, plugin added, replaced or removed. */
  private final ReentrantLock changes = new ReentrantLock();

  /** What was opened, to be closed the other way round. */
  private final Deque<Closing> opened = new ArrayDeque<>();

  private final CountDownLatch ended = new CountDownLatch(1);

  private final HostAlerts hostAlerts;
  private final AlertStore store;
  private final Modules modules;
  private final Delivery delivery;
  private final SourceFleet sources;
  private final OutputFleet outputs;
  private volatile HostConfig config;
  private volatile RuleBook book;
  private volatile RuleEdition edition;

  private Host(HostConfig config, ConfigReading reading)
      throws HostStartException, InterruptedException {
    this.config = config;
    this.reading = reading;
    String hostname = Hostname.ofThisMachine();
    Judging judging;
    try {
      StartTimes.done("the configuration is read");
      HomeLock lock = HomeLock.take(config.home());
      opened.push(lock::close);
      hostAlerts = new HostAlerts(hostname, config.lineTime(), this::nowNanos);
      // Both take a while, and neither needs the other.
      Modules.Opening plugins =
          Modules.begin(
              new Modules.Settings(
                  config.pluginsDir(),
                  config.home(),
                  LOOK_AT_PLUGINS_EVERY,
                  PLUGIN_START_PATIENCE,
                  config.plugins()::contains));
      opened.push(plugins::close);
      store =
          AlertStore.open(
              config.home(), storeSettings(), new StoreReports(hostAlerts, this::store));
      opened.push(store::close);
      AlertStore watched = store;
      metrics.gauge(
          "store_failing",
          "Whether the alert store can't write.",
          Map.of(),
          () -> watched.problem().isEmpty() ? 0 : 1);
      StartTimes.done("the alert store is open");
      modules = plugins.await();
      StartTimes.done("plugins are loaded");
      opened.push(modules::close);
      book = new RuleBook(config.rulesFiles(), config.ruleSettings());
      judging =
          new Judging(
              hostname,
              ZoneId.systemDefault(),
              config.lineTime(),
              config.ruleMatching(),
              () -> Admission.limited(admissionSettings()),
              hostAlerts,
              config.capture(),
              clock,
              System::nanoTime);
      HomeFolders folders = new HomeFolders(config.home());
      delivery = new Delivery(store, hostAlerts, DeliverySettings.defaults());
      opened.push(delivery::close);
      outputs =
          new OutputFleet(
              config.outputs(), delivery, new LoadedCatalogue(this::edition), metrics, folders);
      sources =
          new SourceFleet(
              config.sources(), store, judging, metrics, folders, SOURCE_TRIES, config.rehearse());
      opened.push(sources::stopAll);
      forgetFormerOutputs();
      requireGoodConfiguration();
      edition = startSources();
      startOutputs();
      StartTimes.done("outputs are started");
    } catch (HomeException e) {
      throw refused(e.getMessage(), e);
    } catch (IOException e) {
      throw refused(
          "can't make room for plugins below " + config.home() + ": " + e.getMessage(), e);
    } catch (RulesRefused e) {
      throw refused(e.render(), e);
    } catch (ConfigException e) {
      throw refused(e.render(), e);
    } catch (RuntimeException | Error e) {
      closeOpened();
      throw e;
    }
  }

  /**
   * Starts a host and returns when its sources and outputs are being opened.
   *
   * @param config what it starts with
   * @param reading gives what a reload goes by
   * @throws HostStartException if the configuration, the rules or the home don't allow it
   */
  public static Host start(HostConfig config, ConfigReading reading)
      throws HostStartException, InterruptedException {
    Host host = new Host(config, reading);
    try {
      AdminServer admin = AdminServer.open(config.home(), new HostAdministration(host));
      host.opened.push(admin::close);
    } catch (AdminException e) {
      throw host.refused(e.getMessage(), e);
    }
    host.modules.follow(new PluginChanges(host));
    if (config.watchConfigFiles()) {
      FileWatch watch =
          FileWatch.start(
              "eyrie-config-watch", host::watched, LOOK_AT_FILES_EVERY, host::filesChanged);
      host.opened.push(watch::close);
    }
    StallWatch stalls = StallWatch.start(host.sources, host.hostAlerts, host.store);
    host.opened.push(stalls::close);
    host.opened.push(HeapTrim.start()::run);
    return host;
  }

  private void requireGoodConfiguration() throws ConfigException {
    List<Problem> problems = misconfigured(config);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  /** Sources are opened, which may take a kernel a while, as rules are compiled. */
  private RuleEdition startSources() throws ConfigException, RulesRefused {
    CompletableFuture<RuleEdition> coming = new CompletableFuture<>();
    try {
      for (LoadedPlugin plugin : modules.loaded()) {
        sources.start(sources.ready(plugin), coming);
      }
      RuleEdition compiled = book.load(LoadedPlugin.declarations(modules.loaded()));
      RuleWarnings.log(compiled);
      StartTimes.done("rules are compiled");
      coming.complete(compiled);
      return compiled;
    } finally {
      // Without rules the workers have nothing to wait for; completed, this does nothing.
      coming.cancel(false);
    }
  }

  private void startOutputs() throws ConfigException, InterruptedException {
    for (LoadedPlugin plugin : modules.loaded()) {
      outputs.start(outputs.ready(plugin));
    }
    if (config.outputs().isEmpty()) {
      LOG.warn(
          "no output is configured: alerts are stored, and nobody is told; add 'outputs:' to the"
              + " configuration");
    }
    warnOfMissingPlugins(config.sources());
    warnOfMissingPlugins(config.outputs());
  }

  /** What does not fit the plugins that are there. */
  List<Problem> misconfigured(HostConfig candidate) {
    List<Problem> problems = new ArrayList<>();
    for (LoadedPlugin plugin : modules.loaded()) {
      try {
        outputs.check(plugin, candidate.outputs());
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
      try {
        sources.check(plugin, candidate.sources());
      } catch (ConfigException e) {
        problems.addAll(e.problems());
      }
    }
    return problems;
  }

  /** Otherwise the retention would count for ever what nobody is going to read. */
  void forgetFormerOutputs() throws InterruptedException {
    Set<String> configured =
        config.outputs().stream().map(InstanceConfig::name).collect(Collectors.toSet());
    for (String known : store.knownOutputs()) {
      if (!configured.contains(known)) {
        LOG.info(
            "output {} is no longer configured; its place in the alert store is forgotten", known);
        store.forgetOutput(known);
      }
    }
  }

  void warnOfMissingPlugins(List<InstanceConfig> instances) {
    List<String> loaded = modules.loaded().stream().map(LoadedPlugin::id).toList();
    for (InstanceConfig instance : instances) {
      if (!loaded.contains(instance.plugin())) {
        LOG.warn(
            "{}it starts when the plugin comes", instance.unknownPlugin(knownPlugins()).render());
      }
    }
  }

  /** The ids of the plugins that the folder has, loaded or not. */
  List<String> knownPlugins() {
    return modules.list().stream()
        .map(ModuleStatus::id)
        .filter(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  /**
   * Reads the configuration and the rule files again and lets them take effect, or keeps everything
   * as it is. Instances that are configured as before go on with their state, positions and
   * counters, under the new rules; those that were given up get another start.
   */
  public ReloadReport reload() {
    reloads.lock();
    try {
      return new Reload(this).by(reading);
    } finally {
      reloads.unlock();
    }
  }

  /**
   * Loads the plugins that a configuration names; with {@link #changes} held it would never end.
   */
  void loadPlugins(HostConfig candidate) {
    modules.want(candidate.plugins()::contains);
  }

  /** Does what no plugin may come, change or go beside. */
  ReloadReport changing(ReloadChange change) throws ConfigException, InterruptedException {
    changes.lock();
    try {
      return change.make();
    } finally {
      changes.unlock();
    }
  }

  /** What a reload changes. */
  @FunctionalInterface
  interface ReloadChange {
    ReloadReport make() throws ConfigException, InterruptedException;
  }

  /** What was read again takes effect. */
  void take(HostConfig newer, RuleBook newerBook, RuleEdition newerEdition) {
    config = config.reloadedBy(newer);
    book = newerBook;
    edition = newerEdition;
    sources.become(config.sources());
    outputs.become(config.outputs());
  }

  /** The rule files and the configuration itself. */
  private List<Path> watched() {
    List<Path> paths = new ArrayList<>(book.paths());
    config.file().ifPresent(paths::add);
    return paths;
  }

  private void filesChanged() {
    LOG.info("rule files or the configuration have changed");
    ReloadReport report = reload();
    LOG.debug("revision {} is in force", report.revision());
  }

  /** A plugin has come: its rules wake, its instances start. */
  void added(LoadedPlugin plugin)
      throws ConfigException, RulesRefused, BindingRefused, InterruptedException {
    changes.lock();
    try {
      outputs.check(plugin, outputs.configs());
      sources.check(plugin, sources.configs());
      if (!plugin.sources().isEmpty()) {
        putInForce(book.load(LoadedPlugin.declarations(pluginsWith(plugin))));
      }
      outputs.start(outputs.ready(plugin));
      sources.start(sources.ready(plugin), edition);
    } finally {
      changes.unlock();
    }
  }

  /** A plugin is replaced: all rules are compiled against the new one before the old one stops. */
  void replace(LoadedPlugin old, LoadedPlugin candidate)
      throws ConfigException, RulesRefused, BindingRefused, InterruptedException {
    changes.lock();
    try {
      outputs.check(candidate, outputs.configs());
      sources.check(candidate, sources.configs());
      RuleEdition next = book.load(LoadedPlugin.declarations(pluginsWith(candidate)));
      outputs.stop(old.id());
      sources.stop(old.id());
      putInForce(next);
      outputs.start(outputs.ready(candidate));
      sources.start(sources.ready(candidate), next);
      LOG.info(
          "plugin {} {} took over from {}", candidate.id(), candidate.version(), old.version());
    } finally {
      changes.unlock();
    }
  }

  /** A plugin goes: its instances end, its rules sleep. */
  void removed(LoadedPlugin plugin) throws RulesRefused, BindingRefused, InterruptedException {
    changes.lock();
    try {
      outputs.stop(plugin.id());
      sources.stop(plugin.id());
      putInForce(book.load(LoadedPlugin.declarations(pluginsWithout(plugin))));
    } finally {
      changes.unlock();
    }
  }

  private void putInForce(RuleEdition next) throws BindingRefused, InterruptedException {
    sources.adopt(next, List.of());
    edition = next;
  }

  private List<LoadedPlugin> pluginsWith(LoadedPlugin plugin) {
    List<LoadedPlugin> then = pluginsWithout(plugin);
    then.add(plugin);
    return then;
  }

  private List<LoadedPlugin> pluginsWithout(LoadedPlugin plugin) {
    List<LoadedPlugin> then = new ArrayList<>(modules.loaded());
    then.removeIf(loaded -> loaded.id().equals(plugin.id()));
    return then;
  }

  /** Waits until {@link #close()} has been called and is done. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public void close() {
    LOG.info("draining");
    closeOpened();
    ended.countDown();
  }

  private void closeOpened() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        LOG.error("while ending: {}", e.toString(), e);
      }
    }
  }

  private HostStartException refused(@Nullable String message, Exception cause) {
    closeOpened();
    return new HostStartException(String.valueOf(message), cause);
  }

  private StoreSettings storeSettings() {
    return StoreSettings.defaults().keeping(config.store().maxSize(), config.store().maxAge());
  }

  private AdmissionSettings admissionSettings() {
    AdmissionSettings defaults = AdmissionSettings.defaults();
    return new AdmissionSettings(
        config.admission().rate(),
        config.admission().burst(),
        defaults.summaryEvery(),
        defaults.samples());
  }

  private long nowNanos() {
    return EpochNanos.now(clock);
  }

  HostConfig config() {
    return config;
  }

  RuleBook book() {
    return book;
  }

  RuleEdition edition() {
    return edition;
  }

  AlertStore store() {
    return store;
  }

  HostAlerts hostAlerts() {
    return hostAlerts;
  }

  Modules modules() {
    return modules;
  }

  SourceFleet sources() {
    return sources;
  }

  OutputFleet outputs() {
    return outputs;
  }

  MetricRegistry metrics() {
    return metrics;
  }

  /** Something to close, which may be interrupted. */
  @FunctionalInterface
  private interface Closing {
    void close() throws InterruptedException;
  }
}

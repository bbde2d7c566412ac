// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.RecordingSource;
import io.eyrie.api.source.RecordingSource.Options;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.config.InstanceConfig;
import io.eyrie.server.metrics.InstanceMetrics;
import io.eyrie.server.metrics.MetricRegistry;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.TemporaryModules;
import io.eyrie.server.recorded.NoPositions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records the events of one source into files, without rules, store and outputs, and needs no home.
 */
public final class LiveRecording {

  private static final Logger LOG = LoggerFactory.getLogger(LiveRecording.class);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
  private static final String INSTANCE = "record";

  private final RecordRequest request;
  private final Consumer<String> remarks;
  private final Deque<Path> files = new ArrayDeque<>();
  private int filesMade;
  private int filesDeleted;
  private long bytes;
  private long events;
  private long lost;

  private LiveRecording(RecordRequest request, Consumer<String> remarks) {
    this.request = request;
    this.remarks = remarks;
  }

  /**
   * Records until a bound of the request is reached, or it is told to stop.
   *
   * @param config where plugins are, and how the source's first instance is configured
   * @param remarks is told what has to be known meanwhile, one line at a time
   * @param stop whether to end, asked often
   * @throws HostStartException if there is no such source, it can't be opened or recorded, or a
   *     file can't be written
   */
  public static RecordSummary run(
      HostConfig config, RecordRequest request, Consumer<String> remarks, BooleanSupplier stop)
      throws HostStartException, InterruptedException {
    try (TemporaryModules plugins = TemporaryModules.open(config.pluginsDir())) {
      return new LiveRecording(request, remarks).run(config, plugins, stop);
    } catch (IOException e) {
      throw new HostStartException("can't make room for plugins: " + e.getMessage(), e);
    } catch (ConfigException e) {
      throw new HostStartException(e.render(), e);
    } catch (PluginException e) {
      throw new HostStartException("eyrie: " + e.getMessage(), e);
    }
  }

  private RecordSummary run(HostConfig config, TemporaryModules plugins, BooleanSupplier stop)
      throws HostStartException, ConfigException, PluginException, InterruptedException {
    LoadedPlugin plugin = plugin(plugins.loaded());
    SourceProvider provider = provider(plugin);
    RuleIndex filter = filter(provider.declaration());
    Config own = config(config, plugin, provider);
    InstanceContext context =
        new InstanceContext(
            INSTANCE,
            new NoPositions(),
            new InstanceMetrics(new MetricRegistry(), plugin.id(), INSTANCE),
            new InstanceHealth(),
            plugins.scratch());
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.loader());
    try (Source source = provider.open(own, context)) {
      if (!(source instanceof RecordingSource recording)) {
        throw new HostStartException(
            "eyrie: source '" + request.source() + "' can't be recorded", null);
      }
      return record(recording, provider.declaration(), filter, stop);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private RecordSummary record(
      RecordingSource source,
      SourceDeclaration declaration,
      @Nullable RuleIndex filter,
      BooleanSupplier stop)
      throws PluginException, InterruptedException {
    source.prepareRecording();
    BitSet types = new BitSet();
    types.set(0, declaration.eventTypes().size());
    Demand demand = filter == null ? Demand.of(List.of(), 0, types) : filter.demand();
    source.enable(demand.eventTypes());
    Extraction extraction = source.bind(demand);
    Evaluator evaluator =
        filter == null
            ? null
            : new Evaluator(
                filter,
                extraction,
                new EvaluatorSettings(
                    INSTANCE, Hostname.ofThisMachine(), ZoneId.systemDefault(), RuleMatching.ALL),
                (_, cause) -> remarks.accept("the filter failed on an event: " + cause));
    RecordingSink sink = new RecordingSink(evaluator, request.limits().events(), remarks);
    long began = System.nanoTime();
    boolean over = false;
    while (!over) {
      over = recordFile(source, sink, began, stop);
    }
    return new RecordSummary(
        events,
        bytes,
        List.copyOf(files),
        filesDeleted,
        lost + sink.lost(),
        Duration.ofNanos(System.nanoTime() - began));
  }

  /** Records one file; whether it was the last one. */
  private boolean recordFile(
      RecordingSource source, RecordingSink sink, long began, BooleanSupplier stop)
      throws PluginException, InterruptedException {
    Path file = nextFile();
    Recording recording = source.record(file, new Options(request.compressed(), true, true));
    sink.into(recording);
    if (filesMade == 1) {
      remarks.accept("recording " + request.source() + " into " + file);
    }
    long fileBegan = System.nanoTime();
    boolean over = false;
    boolean next = false;
    try {
      while (!over && !next) {
        source.poll(sink);
        long now = System.nanoTime();
        over =
            stop.getAsBoolean()
                || recording.lost() > 0
                || request
                    .limits()
                    .reached(now - began, bytes + recording.bytes(), events + recording.events());
        next = request.rotation().reached(now - fileBegan, recording.bytes(), recording.events());
      }
      if (over) {
        drain(source, sink);
      }
      recording.end();
    } finally {
      lost += recording.lost();
      events += recording.events();
      bytes += recording.bytes();
    }
    files.add(file);
    deleteOldest();
    return over;
  }

  /** What happened before the end is written too, however late it comes. */
  private static void drain(RecordingSource source, RecordingSink sink)
      throws PluginException, InterruptedException {
    long until = System.nanoTime() + DRAIN_LIMIT.toNanos();
    while (source.poll(sink) == Progress.MORE && System.nanoTime() - until < 0) {
      LOG.trace("drains");
    }
  }

  private Path nextFile() {
    Path file = request.file();
    if (!request.rotates()) {
      filesMade++;
      return file;
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String numbered =
        dot <= 0
            ? "%s-%05d.scap".formatted(name, filesMade)
            : "%s-%05d%s".formatted(name.substring(0, dot), filesMade, name.substring(dot));
    filesMade++;
    return file.resolveSibling(numbered);
  }

  private void deleteOldest() {
    while (request.keep() > 0 && files.size() > request.keep()) {
      Path oldest = files.remove();
      try {
        Files.deleteIfExists(oldest);
        filesDeleted++;
      } catch (IOException e) {
        remarks.accept("can't delete " + oldest + ": " + e.getMessage());
      }
    }
  }

  private LoadedPlugin plugin(List<LoadedPlugin> plugins) throws HostStartException {
    TreeSet<String> names = new TreeSet<>();
    for (LoadedPlugin plugin : plugins) {
      for (SourceProvider provider : plugin.sources()) {
        names.add(provider.declaration().name());
        if (provider.declaration().name().equals(request.source())) {
          return plugin;
        }
      }
    }
    throw new HostStartException(
        "eyrie: no plugin brings the source '%s'; %s"
            .formatted(
                request.source(),
                Suggestions.hint(
                    request.source(), names, "there are: " + String.join(", ", names))),
        null);
  }

  private SourceProvider provider(LoadedPlugin plugin) {
    return plugin.sources().stream()
        .filter(each -> each.declaration().name().equals(request.source()))
        .findFirst()
        .orElseThrow();
  }

  /** As the first instance of the plugin is configured, or by its defaults. */
  private static Config config(HostConfig config, LoadedPlugin plugin, SourceProvider provider)
      throws ConfigException, PluginException {
    for (InstanceConfig instance : config.sources()) {
      if (instance.plugin().equals(plugin.id())
          && instance.provided().map(provider.declaration().name()::equals).orElse(true)) {
        return instance.config().check(provider.declaration().config());
      }
    }
    return Config.of(provider.declaration().config(), Map.of());
  }

  /** The filter as a rule of its own; null without one. */
  private @Nullable RuleIndex filter(SourceDeclaration declaration) throws HostStartException {
    if (request.filter().isBlank()) {
      return null;
    }
    String rule =
        "- rule: filter\n  desc: Of the command line.\n  source: "
            + declaration.name()
            + "\n  output: none\n  priority: DEBUG\n  warn_evttypes: false\n  condition: |\n    "
            + request.filter().strip().replace("\n", "\n    ")
            + "\n";
    LoadResult loaded =
        new RuleCompiler(List.of(declaration)).compile(List.of(new SourceText("--filter", rule)));
    if (!loaded.errors().isEmpty() || loaded.rules().isEmpty()) {
      throw new HostStartException(
          loaded.errors().stream().map(CaretRenderer::render).collect(Collectors.joining()), null);
    }
    return loaded.rules().get().index(declaration.name()).orElseThrow();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.api.source.SourceProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One source instance, run as the host runs it: opened, bound to every field it declares, polled,
 * told what is committed, closed.
 *
 * <p>The thread that opens it is its worker thread, and the only one that may use it. Faults
 * against the contract that show while it runs are collected, not thrown, in {@link #faults()}.
 */
public final class SourceRun implements AutoCloseable {

  private static final Duration STALL = Duration.ofSeconds(10);

  private final Source source;
  private final MemorySourceContext context;
  private final RecordingSink sink;
  private final Thread worker = Thread.currentThread();
  private final List<String> faults;
  private int committed;
  private boolean ended;

  private SourceRun(Builder builder) throws PluginException {
    SourceDeclaration declaration = builder.provider.declaration();
    List<Demand.Request> requests = requests(declaration, builder.arguments);
    if (builder.reversed) {
      Collections.reverse(requests);
    }
    this.sink = new RecordingSink(declaration, requests, worker);
    this.faults = sink.faults();
    Path data = builder.home.resolve("data");
    try {
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Config config = Config.of(declaration.config(), builder.config);
    this.context =
        new MemorySourceContext(
            builder.instance,
            new MemoryPositions(builder.stored),
            new RecordingMetrics(),
            new RecordingHealth(),
            data);
    this.source = builder.provider.open(config, context);
    boolean bound = false;
    try {
      BitSet all = new BitSet();
      all.set(0, declaration.eventTypes().size());
      source.enable(all);
      // A source is bound again at every reload; an empty demand is that of no rules.
      Extraction unused = source.bind(Demand.of(List.of(), 0, new BitSet()));
      Extraction extraction = source.bind(Demand.of(requests, requests.size(), all));
      if (unused == null || extraction == null) {
        throw PluginException.internal("contract", "bind() returned null", null);
      }
      sink.use(extraction);
      bound = true;
    } finally {
      if (!bound) {
        source.close();
      }
    }
  }

  /**
   * Begins a run.
   *
   * @param home a folder of the test; the instance's data folder is made in it
   */
  public static Builder of(SourceProvider provider, Path home) {
    return new Builder(provider, home);
  }

  /** One poll. */
  public Progress poll() throws PluginException, InterruptedException {
    long begin = System.nanoTime();
    sink.polling(true);
    try {
      Progress progress = source.poll(sink);
      ended |= progress == Progress.END;
      return progress;
    } finally {
      sink.polling(false);
      if (System.nanoTime() - begin > STALL.toNanos()) {
        faults.add("a poll took more than " + STALL.toSeconds() + " s, which counts as a stall");
      }
    }
  }

  /**
   * Polls until so many events have come and are covered by a checkpoint, the source is at its end,
   * or the time is over.
   *
   * @return the events so far
   */
  public List<RecordedEvent> pollUntil(int count, Duration deadline)
      throws PluginException, InterruptedException {
    long end = System.nanoTime() + deadline.toNanos();
    while (!ended
        && System.nanoTime() - end < 0
        && (sink.events().size() < count || !covered() && sink.promisesCheckpoints())) {
      poll();
    }
    return events();
  }

  /** Whether every event so far stands before a checkpoint. */
  public boolean covered() {
    List<RecordingSink.Checkpoint> checkpoints = sink.checkpoints();
    return sink.events().isEmpty()
        || !checkpoints.isEmpty() && checkpoints.getLast().events() == sink.events().size();
  }

  /** The events so far, in order. */
  public List<RecordedEvent> events() {
    return List.copyOf(sink.events());
  }

  /** The records so far that were no events, each as {@code kind place reason}. */
  public List<String> malformed() {
    return List.copyOf(sink.malformed());
  }

  /** The losses that the source published. */
  public List<Loss> losses() {
    return List.copyOf(sink.losses());
  }

  /** How many checkpoints there were so far. */
  public int checkpoints() {
    return sink.checkpoints().size();
  }

  /** How many events stood before the checkpoint of this number, from 0. */
  public int eventsBefore(int checkpoint) {
    return sink.checkpoints().get(checkpoint).events();
  }

  /** Stores everything so far, and tells the source. */
  public void commit() throws PluginException {
    commit(sink.checkpoints().size());
  }

  /** Stores the first so many checkpoints, and tells the source. */
  public void commit(int checkpoints) throws PluginException {
    if (checkpoints <= committed) {
      return;
    }
    List<RecordingSink.Checkpoint> now = sink.checkpoints().subList(committed, checkpoints);
    List<Position> stored = new ArrayList<>();
    for (RecordingSink.Checkpoint checkpoint : now) {
      if (checkpoint.position() != null) {
        stored.add(checkpoint.position());
      }
    }
    context.positions().commit(stored);
    committed = checkpoints;
    source.committed(now.getLast().ticket());
  }

  /** What a restart begins with. */
  public List<Position> stored() {
    return context.positions().all();
  }

  /** Whether the source reported the end of its input. */
  public boolean ended() {
    return ended;
  }

  /** What the instance counted. */
  public RecordingMetrics metrics() {
    return context.metrics();
  }

  /** How the instance says it is. */
  public RecordingHealth health() {
    return context.health();
  }

  /** What the source did against its contract so far. */
  public List<String> faults() {
    return List.copyOf(faults);
  }

  @Override
  public void close() {
    source.close();
  }

  private static List<Demand.Request> requests(
      SourceDeclaration declaration, Map<String, String> arguments) {
    List<Demand.Request> requests = new ArrayList<>();
    for (Field field : declaration.fields()) {
      @Nullable String argument = arguments.get(field.name());
      if (argument == null && field.argument().required()) {
        continue;
      }
      requests.add(new Demand.Request(field, field.argument() == Argument.NONE ? null : argument));
    }
    return requests;
  }

  /** Collects what a run needs; not safe for several threads. */
  public static final class Builder {

    private final SourceProvider provider;
    private final Path home;
    private Map<String, ?> config = Map.of();
    private Map<String, String> arguments = Map.of();
    private List<Position> stored = List.of();
    private String instance = "test";
    private boolean reversed;

    private Builder(SourceProvider provider, Path home) {
      this.provider = provider;
      this.home = home;
    }

    /** The instance's configuration, as in {@code eyrie.yaml}: texts and lists of texts. */
    public Builder config(Map<String, ?> values) {
      this.config = values;
      return this;
    }

    /** For fields that take an argument, by name: which one to ask for. */
    public Builder arguments(Map<String, String> byField) {
      this.arguments = byField;
      return this;
    }

    /** The positions that an earlier run left. */
    public Builder stored(List<Position> earlier) {
      this.stored = earlier;
      return this;
    }

    /** The configured name of the instance; {@code test} when never set. */
    public Builder instance(String name) {
      this.instance = name;
      return this;
    }

    /** Asks for the fields in the reverse of their declared order. */
    public Builder reversed() {
      this.reversed = true;
      return this;
    }

    /**
     * Opens the source and binds it.
     *
     * @throws PluginException if the configuration does not fit, or the source refuses
     */
    public SourceRun open() throws PluginException {
      return new SourceRun(this);
    }
  }
}

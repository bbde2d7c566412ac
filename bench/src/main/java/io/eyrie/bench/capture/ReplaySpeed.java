// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.capture;

import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.syscall.capture.CaptureReader;
import io.eyrie.syscall.capture.CaptureReader.Found;
import io.eyrie.syscall.capture.CaptureSource;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.FieldCatalogue;
import io.eyrie.syscall.name.HostLookup;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.table.EventTypes;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Events per second of one thread over one capture, of three kinds in turns: reading its blocks
 * alone, keeping the state by it, and judging it by rules as well.
 */
public final class ReplaySpeed {

  private static final Limits LIMITS = new Limits(1 << 18, 1 << 22);

  private ReplaySpeed() {}

  private record Figure(long events, long matches, long wallNanos, long cpuNanos) {}

  /** The capture, the rule file, how many rounds. */
  public static void main(String[] arguments) throws Exception {
    Path capture = Path.of(arguments[0]);
    Path rules = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    System.out.println("round  kind     events/s of wall  of CPU time   ns per event   matches");
    for (int round = 1; round <= rounds; round++) {
      Figure blocks = blocks(capture);
      show(round, "blocks", blocks);
      show(round, "state", judged(capture, null, blocks.events));
      show(round, "rules", judged(capture, rules, blocks.events));
    }
  }

  private static void show(int round, String kind, Figure figure) {
    System.out.println(
        String.format(
            Locale.ROOT,
            "%5d  %-8s %,15d %,14d %12.1f %12d",
            round,
            kind,
            figure.events * 1_000_000_000L / figure.wallNanos,
            figure.events * 1_000_000_000L / figure.cpuNanos,
            (double) figure.cpuNanos / figure.events,
            figure.matches));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Figure blocks(Path capture) throws Exception {
    SystemState state = SystemState.ofCapture(LIMITS);
    Event event = new Event(1 << 16);
    long events = 0;
    long wall = System.nanoTime();
    long cpu = cpu();
    try (InputStream in = Files.newInputStream(capture);
        CaptureReader reader = new CaptureReader(in)) {
      while (reader.next(event, state) != Found.END) {
        events++;
      }
    }
    return new Figure(events, 0, System.nanoTime() - wall, cpu() - cpu);
  }

  private static Figure judged(Path capture, @Nullable Path rules, long events) throws Exception {
    SourceDeclaration declaration =
        SourceDeclaration.builder("syscall")
            .eventTypes(EventTypes.names())
            .fields(FieldCatalogue.fields())
            .provides("container", "0.7.1")
            .config(ConfigSchema.empty())
            .build();
    LoadResult loaded =
        new RuleCompiler(List.of(declaration)).load(rules == null ? List.of() : List.of(rules));
    RuleIndex index =
        loaded
            .rules()
            .orElseThrow(() ->
                new IllegalStateException(
                    loaded.errors().stream()
                        .map(CaretRenderer::render)
                        .collect(Collectors.joining())))
            .index("syscall")
            .orElseThrow();
    HostNames names = new HostNames(HostLookup.NOWHERE, Duration.ofHours(1), new NoMetrics());
    long wall = System.nanoTime();
    long cpu = cpu();
    Judge judge;
    try (CaptureSource source = CaptureSource.open(List.of(capture.toString()), LIMITS, names)) {
      BitSet types = index.demand().eventTypes();
      source.enable(types);
      judge =
          new Judge(
              new Evaluator(
                  index,
                  source.bind(index.demand()),
                  new EvaluatorSettings("replay", "host", ZoneOffset.UTC, RuleMatching.FIRST),
                  (rule, cause) -> {
                    throw new IllegalStateException(rule, cause);
                  }));
      while (source.poll(judge) != Progress.END) {
        // Each poll judges a slice of it.
      }
    }
    return new Figure(events, judge.matches, System.nanoTime() - wall, cpu() - cpu);
  }

  /** Judges each event as the host does. */
  private static final class Judge implements EventSink {

    private final Evaluator evaluator;
    private long number;
    private long matches;

    Judge(Evaluator evaluator) {
      this.evaluator = evaluator;
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      number++;
      matches += evaluator.evaluate(eventType, timeNanos, number, _ -> {});
    }

    @Override
    public void skipped(long events) {
      number += events;
    }

    @Override
    public void partition(String partition) {}

    @Override
    public void checkpoint(long ticket) {}

    @Override
    public void checkpoint(long ticket, Position position) {}

    @Override
    public void lost(Loss loss) {}

    @Override
    public void malformed(String kind, String place, String reason) {
      throw new IllegalStateException(kind + " " + place + ": " + reason);
    }
  }

  private static final class NoMetrics implements Metrics {
    @Override
    public LongAdder counter(String name, String help) {
      return new LongAdder();
    }

    @Override
    public void gauge(String name, String help, LongSupplier reading) {}

    @Override
    public LongConsumer timer(String name, String help) {
      return _ -> {};
    }
  }
}

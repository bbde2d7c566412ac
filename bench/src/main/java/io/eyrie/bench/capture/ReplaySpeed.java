// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.capture;

import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.bench.judge.Judge;
import io.eyrie.engine.plan.RuleIndex;
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
import io.eyrie.testkit.RecordingMetrics;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
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
    RuleIndex index = Judge.index(declaration, rules == null ? List.of() : List.of(rules));
    HostNames names =
        new HostNames(HostLookup.NOWHERE, Duration.ofHours(1), new RecordingMetrics());
    long wall = System.nanoTime();
    long cpu = cpu();
    Judge judge;
    try (CaptureSource source = CaptureSource.open(List.of(capture.toString()), LIMITS, names)) {
      BitSet types = index.demand().eventTypes();
      source.enable(types);
      judge = new Judge(index, source.bind(index.demand()));
      while (source.poll(judge) != Progress.END) {
        // Each poll judges a slice of it.
      }
    }
    return new Figure(events, judge.matches(), System.nanoTime() - wall, cpu() - cpu);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.engine.run.Evaluator;
import io.eyrie.engine.run.EvaluatorSettings;
import io.eyrie.engine.run.MatchSink;
import io.eyrie.engine.run.RuleMatching;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per event. {@link #plainly} and {@link #judged} do the same: all rules are asked, the
 * matching ones counted. {@link #allMatches} and {@link #firstMatch} make alerts as well. All see
 * the same events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EvaluatorBenchmark {
  static final int EVENTS = 20_000;
  private static final long TIME = 1_000_000_000L;

  /** How many rules are drawn, or {@code census}. */
  @Param({"120", "480", "census"})
  public String rules = "";

  private List<DrawnEvent> events = List.of();
  private @Nullable PlainEvaluator plain;
  private @Nullable Evaluator first;
  private @Nullable Evaluator all;
  private List<byte @Nullable []> current = List.of();

  /** Draws the rules and events, and sees that both ways find the same matches. */
  @Setup
  public void draw() {
    Workload drawn = Workload.named(rules);
    events = drawn.events(EVENTS);
    plain = new PlainEvaluator(drawn);
    RuleIndex index = LoadBenchmark.load(drawn, drawn.text());
    all = evaluator(drawn, index, RuleMatching.ALL);
    first = evaluator(drawn, index, RuleMatching.FIRST);
    long expected = plainly();
    for (long found : new long[] {allMatches(), judged()}) {
      if (expected != found) {
        throw new IllegalStateException("matches: " + found + ", expected " + expected);
      }
    }
  }

  private Evaluator evaluator(Workload drawn, RuleIndex index, RuleMatching matching) {
    List<String> names = drawn.fields().stream().map(Field::name).toList();
    int[] fields =
        index.demand().fields().stream()
            .mapToInt(request -> names.indexOf(request.field().name()))
            .toArray();
    return new Evaluator(
        index,
        (i, into) -> {
          byte[] bytes = current.get(fields[i]);
          if (bytes != null) {
            into.set(bytes, 0, bytes.length);
          }
        },
        new EvaluatorSettings("drawn", "host", ZoneOffset.UTC, matching),
        (rule, cause) -> {
          throw new IllegalStateException(rule, cause);
        });
  }

  /** The baseline. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long plainly() {
    PlainEvaluator evaluator = plain;
    long matches = 0;
    if (evaluator != null) {
      for (DrawnEvent event : events) {
        matches += evaluator.evaluate(event);
      }
    }
    return matches;
  }

  /** The engine without alerts, every matching rule. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long judged() {
    Evaluator evaluator = all;
    long matches = 0;
    if (evaluator != null) {
      for (DrawnEvent event : events) {
        current = event.fields();
        matches += evaluator.judge(event.type(), TIME, 1);
      }
    }
    return matches;
  }

  /** The engine with alerts, every matching rule. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long allMatches() {
    return judge(all);
  }

  /** The engine with alerts, the first matching rule. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long firstMatch() {
    return judge(first);
  }

  private long judge(@Nullable Evaluator evaluator) {
    MatchSink ignore = _ -> {};
    long matches = 0;
    if (evaluator != null) {
      for (DrawnEvent event : events) {
        current = event.fields();
        matches += evaluator.evaluate(event.type(), TIME, 1, ignore);
      }
    }
    return matches;
  }
}

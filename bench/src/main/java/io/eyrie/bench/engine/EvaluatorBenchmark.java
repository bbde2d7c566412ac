// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.bench.engine.DrawnSet.Event;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.SourceText;
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
 * Nanoseconds per event. The engine's figure includes the alerts of the matching rules (all rules
 * are asked), the baseline only counts them; both see the same events.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EvaluatorBenchmark {
  private static final int EVENTS = 20_000;

  /** How many rules are drawn. */
  @Param({"120", "480"})
  public int rules;

  private List<Event> events = List.of();
  private @Nullable PlainEvaluator plain;
  private @Nullable Evaluator first;
  private @Nullable Evaluator all;
  private List<byte[]> current = List.of();

  /** Draws the rules and events, and sees that both ways find the same matches. */
  @Setup
  public void draw() {
    DrawnSet drawn = new DrawnSet(rules);
    events = drawn.events(EVENTS);
    plain = new PlainEvaluator(drawn.rules());
    RuleIndex index =
        new RuleCompiler(List.of(DrawnSet.source()))
            .compile(List.of(new SourceText("drawn.yaml", drawn.text())))
            .rules()
            .flatMap(set -> set.index("drawn"))
            .orElseThrow();
    all = evaluator(index, RuleMatching.ALL);
    first = evaluator(index, RuleMatching.FIRST);
    long expected = plainly();
    long found = allMatches();
    if (expected != found) {
      throw new IllegalStateException("matches: " + found + ", expected " + expected);
    }
  }

  private Evaluator evaluator(RuleIndex index, RuleMatching matching) {
    int[] fields =
        index.demand().fields().stream()
            .mapToInt(request -> DrawnSet.FIELDS.indexOf(request.field().name()))
            .toArray();
    return new Evaluator(
        index,
        (i, into) -> {
          byte[] bytes = current.get(fields[i]);
          into.set(bytes, 0, bytes.length);
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
      for (Event event : events) {
        matches += evaluator.evaluate(event);
      }
    }
    return matches;
  }

  /** The engine, every matching rule. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long allMatches() {
    return judge(all);
  }

  /** The engine, the first matching rule. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long firstMatch() {
    return judge(first);
  }

  private long judge(@Nullable Evaluator evaluator) {
    MatchSink ignore = _ -> {};
    long matches = 0;
    if (evaluator != null) {
      for (Event event : events) {
        current = event.fields();
        matches += evaluator.evaluate(event.type(), 1_000_000_000L, 1, ignore);
      }
    }
    return matches;
  }
}

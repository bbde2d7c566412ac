// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.SourceText;
import io.eyrie.engine.plan.RuleIndex;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Milliseconds from the text of a rule file to the index of its rules. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class LoadBenchmark {
  /** How many rules are drawn, or {@code census}. */
  @Param({"120", "480", "census"})
  public String rules = "";

  private Workload drawn = Workload.named("1");
  private String text = "";

  /** Draws the rules. */
  @Setup
  public void draw() {
    drawn = Workload.named(rules);
    text = drawn.text();
  }

  /** The engine: read, parse, expand, check, plan. */
  @Benchmark
  public RuleIndex load() {
    return load(drawn, text);
  }

  static RuleIndex load(Workload workload, String text) {
    return new RuleCompiler(List.of(workload.source()))
        .compile(List.of(new SourceText("drawn.yaml", text)))
        .rules()
        .flatMap(set -> set.index("drawn"))
        .orElseThrow();
  }
}

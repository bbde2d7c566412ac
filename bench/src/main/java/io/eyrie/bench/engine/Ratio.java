// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints what judging an event costs beside the baseline, on a machine that is busy otherwise: both
 * take turns in one process, what counts is the processor time of the thread, and of all rounds the
 * fastest. JMH measures each side in a process of its own, minutes apart, by the clock. A line has
 * the nanoseconds of an event for the baseline, for judging and with alerts, and the ratios.
 */
public final class Ratio {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long NANOS = 8_000_000_000L;

  private final LongSupplier side;
  private long fastest = Long.MAX_VALUE;

  private Ratio(LongSupplier side) {
    this.side = side;
  }

  private void round() {
    long began = THREADS.getCurrentThreadCpuTime();
    var _ = side.getAsLong();
    fastest = Math.min(fastest, THREADS.getCurrentThreadCpuTime() - began);
  }

  private double nanos() {
    return (double) fastest / EvaluatorBenchmark.EVENTS;
  }

  /** Takes the sets of rules, all when none is given. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    for (String set :
        arguments.length == 0 ? List.of("120", "480", "census") : List.of(arguments)) {
      EvaluatorBenchmark benchmark = new EvaluatorBenchmark();
      benchmark.rules = set;
      benchmark.draw();
      List<Ratio> sides =
          List.of(
              new Ratio(benchmark::plainly),
              new Ratio(benchmark::judged),
              new Ratio(benchmark::allMatches));
      long until = System.nanoTime() + NANOS;
      while (System.nanoTime() < until) {
        for (Ratio side : sides) {
          // Two rounds, so that one finds the caches as it left them.
          side.round();
          side.round();
        }
      }
      double plain = sides.get(0).nanos();
      double judged = sides.get(1).nanos();
      double alerted = sides.get(2).nanos();
      out.printf(
          Locale.ROOT,
          "%-7s %8.0f   %7.0f (%5.3f)   %7.0f (%5.3f)%n",
          set,
          plain,
          judged,
          judged / plain,
          alerted,
          alerted / plain);
    }
  }
}

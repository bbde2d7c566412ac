// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.engine.plan.RuleIndex;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.openjdk.jol.info.GraphLayout;

/**
 * Prints the memory of the index of each set of rules: all that can be reached from it, and what of
 * that is not the rules as they are written (their texts, trees and outputs).
 */
public final class IndexSize {
  private IndexSize() {}

  /** Takes the sets of rules, all when none is given. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    PrintStream out = System.out;
    out.println("set      rules   KiB   of these to judge by");
    for (String set :
        arguments.length == 0 ? List.of("120", "480", "census") : List.of(arguments)) {
      Workload drawn = Workload.named(set);
      RuleIndex index = LoadBenchmark.load(drawn, drawn.text());
      GraphLayout all = GraphLayout.parseInstance(index);
      GraphLayout written =
          GraphLayout.parseInstance(index.rules(), index.source(), index.slots(), index.demand());
      out.printf(
          Locale.ROOT,
          "%-8s %5d %5d   %d%n",
          set,
          index.rules().size(),
          all.totalSize() / 1024,
          all.subtract(written).totalSize() / 1024);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.ring;

import io.eyrie.api.config.Config;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.bench.judge.Judge;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.syscall.SyscallProvider;
import io.eyrie.testkit.MemorySourceContext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Processor time of one thread from the ring to the verdict: it takes the records of the source's
 * rehearsal, which lie in rings as the kernel program would write them, makes events of them, keeps
 * the state and judges by rules.
 *
 * <p>No kernel takes part, so neither its half of the work nor memory that another processor has
 * just written is in the figure; {@code bench/overhead.sh} has both.
 */
public final class RingToVerdict {

  private RingToVerdict() {}

  /** The rule file, how many rounds. */
  public static void main(String[] arguments) throws Exception {
    SyscallProvider provider = new SyscallProvider();
    RuleIndex index = Judge.index(provider.declaration(), List.of(Path.of(arguments[0])));
    int rounds = Integer.parseInt(arguments[1]);
    Path folder = Files.createTempDirectory("eyrie-verdict-");
    try {
      System.out.println("round  events judged  ns per event   matches");
      for (int round = 1; round <= rounds; round++) {
        round(round, provider, index, folder);
      }
    } finally {
      Files.delete(folder);
    }
  }

  private static void round(int round, SyscallProvider provider, RuleIndex index, Path folder)
      throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Source source =
        provider.rehearsal(
            Config.of(provider.declaration().config(), Map.of()), MemorySourceContext.in(folder))) {
      source.enable(index.demand().eventTypes());
      Judge judge = new Judge(index, source.bind(index.demand()));
      // The first portion lays the records of all others.
      source.poll(judge);
      long before = judge.events();
      long began = threads.getCurrentThreadCpuTime();
      while (source.poll(judge) != Progress.END) {
        // Each poll judges a portion.
      }
      long nanos = threads.getCurrentThreadCpuTime() - began;
      long events = judge.events() - before;
      System.out.println(
          String.format(
              Locale.ROOT,
              "%5d %,14d %13.0f %9d",
              round,
              events,
              (double) nanos / events,
              judge.matches()));
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.json;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.api.source.Source;
import io.eyrie.bench.judge.Judge;
import io.eyrie.cloudtrail.CloudTrailPlugin;
import io.eyrie.engine.plan.RuleIndex;
import io.eyrie.github.GitHubPlugin;
import io.eyrie.k8saudit.K8sAuditPlugin;
import io.eyrie.okta.OktaPlugin;
import io.eyrie.testkit.MemorySourceContext;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The replay of a log of a JSON source by rules, in turns with plain tokenising of the same bytes,
 * both by the CPU time of the one thread that does it.
 *
 * <p>Tokenising is jackson-core's {@code nextToken} over an array, with one factory and without a
 * look at any text. The array is read beforehand, in slices that end with a line, which costs it
 * nothing; the replay reads its file itself.
 */
public final class JsonReplaySpeed {

  private static final int SLICE = 16 << 20;
  private static final JsonFactory FACTORY = new JsonFactory();

  private JsonReplaySpeed() {}

  private record Figure(long events, long matches, long wallNanos, long cpuNanos) {

    double megabytesPerSecond(long bytes) {
      return bytes * 1e3 / cpuNanos;
    }
  }

  /** The source, the log, how many rounds, the rule files. */
  public static void main(String[] arguments) throws Exception {
    ReplayProvider source = source(arguments[0]);
    Path log = Path.of(arguments[1]);
    int rounds = Integer.parseInt(arguments[2]);
    List<Path> rules = Arrays.stream(arguments, 3, arguments.length).map(Path::of).toList();
    RuleIndex index = Judge.index(source.declaration(), rules);
    long bytes = Files.size(log);
    System.out.println(
        source.declaration().name() + ": " + index.rules().size() + " rules, " + bytes + " bytes");
    System.out.println(
        "round  tokenised MB/s  replayed MB/s   events/s  of the clock   ratio   matches");
    List<Double> ratios = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      long tokenised = tokenised(log);
      Figure replayed = replayed(source, log, index);
      double ratio = (double) tokenised / replayed.cpuNanos;
      ratios.add(ratio);
      System.out.println(
          String.format(
              Locale.ROOT,
              "%5d %15.0f %14.0f %,10d %,13d %7.2f %9d",
              round,
              bytes * 1e3 / tokenised,
              replayed.megabytesPerSecond(bytes),
              replayed.events * 1_000_000_000L / replayed.cpuNanos,
              replayed.events * 1_000_000_000L / replayed.wallNanos,
              ratio,
              replayed.matches));
    }
    List<Double> warm = ratios.subList(Math.min(2, rounds - 1), rounds).stream().sorted().toList();
    System.out.println(
        String.format(
            Locale.ROOT, "ratio, median from the third round on: %.2f", warm.get(warm.size() / 2)));
  }

  private static ReplayProvider source(String name) {
    return Stream.<Plugin>of(
            new CloudTrailPlugin(), new K8sAuditPlugin(), new OktaPlugin(), new GitHubPlugin())
        .flatMap(plugin -> plugin.sources().stream())
        .filter(source -> source.declaration().name().equals(name))
        .map(ReplayProvider.class::cast)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no source " + name));
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Nanoseconds of CPU time. */
  private static long tokenised(Path log) throws IOException {
    long took = 0;
    byte[] slice = new byte[SLICE];
    int kept = 0;
    try (InputStream in = Files.newInputStream(log)) {
      while (true) {
        int filled = kept + in.readNBytes(slice, kept, slice.length - kept);
        int end = filled;
        while (end > 0 && slice[end - 1] != '\n') {
          end--;
        }
        if (end == 0) {
          return took;
        }
        long begun = cpu();
        tokens(slice, end);
        took += cpu() - begun;
        kept = filled - end;
        System.arraycopy(slice, end, slice, 0, kept);
      }
    }
  }

  private static void tokens(byte[] bytes, int length) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), bytes, 0, length)) {
      while (parser.nextToken() != null) {
        // No text is asked for.
      }
    }
  }

  private static Figure replayed(ReplayProvider provider, Path log, RuleIndex index)
      throws Exception {
    long wall = System.nanoTime();
    long cpu = cpu();
    Judge judge;
    try (Source source =
        provider.replay(
            List.of(log.toString()),
            MemorySourceContext.in(log.toAbsolutePath().resolveSibling("data")))) {
      judge = new Judge(index, source.bind(index.demand()));
      while (source.poll(judge) != Progress.END) {
        // Each poll judges a slice of it.
      }
    }
    return new Figure(judge.events(), judge.matches(), System.nanoTime() - wall, cpu() - cpu);
  }
}

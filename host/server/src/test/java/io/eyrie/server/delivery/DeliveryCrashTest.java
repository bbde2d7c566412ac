// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.Alerts;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that delivers numbered alerts is killed at random points. By the identities that the
 * receivers got: none is lost, none that the host had acknowledged comes again, and what was held
 * back is counted exactly.
 */
class DeliveryCrashTest {

  private static final int KILLS = Integer.getInteger("eyrie.test.kills", 10);
  private static final long LONGEST_MILLIS = 150;

  @TempDir Path home;

  /** A line of a receiver's file. */
  private record Got(String id, long number, long count) {}

  @Test
  void nothing_is_lost_nothing_acknowledged_comes_again_and_counts_are_exact() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, Integer> seen = new HashMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      runAndKill(random.nextLong(LONGEST_MILLIS));
      try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
        for (String output : DeliveringProcess.OUTPUTS) {
          seen.put(output, got(output).size());
          acknowledged
              .computeIfAbsent(output, _ -> new ArrayList<>())
              .add(firstUnread(store, output));
        }
        marks.add(Map.copyOf(seen));
      }
    }
    long last;
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      last = newest(store);
      try (Delivery delivery = DeliveringProcess.start(store, home)) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!done(delivery, store)) {
          assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
          Thread.sleep(5);
        }
      }
    }
    for (String output : List.of("plain", "lanes")) {
      Set<Long> numbers = new HashSet<>();
      got(output).forEach(one -> numbers.add(one.number()));
      assertThat(numbers).as("%s, seed %d", output, seed).hasSize((int) last);
      assertThat(numbers).allMatch(number -> number >= 1 && number <= last);
    }
    for (String output : DeliveringProcess.OUTPUTS) {
      acknowledgedStaysAway(output, seed);
    }
    countsAreExact(last, seed);
  }

  /** For each kill, how much each receiver had got by then. */
  private final List<Map<String, Integer>> marks = new ArrayList<>();

  /** For each kill, the first number that was not acknowledged by then. */
  private final Map<String, List<Long>> acknowledged = new HashMap<>();

  private void acknowledgedStaysAway(String output, long seed) throws Exception {
    List<Got> all = got(output);
    for (int kill = 0; kill < KILLS; kill++) {
      long first = acknowledged.getOrDefault(output, List.of()).get(kill);
      assertThat(all.subList(marks.get(kill).getOrDefault(output, 0), all.size()))
          .as("%s after kill %d, seed %d", output, kill, seed)
          .allMatch(one -> one.number() < 0 || one.number() >= first);
    }
  }

  private void countsAreExact(long last, long seed) throws Exception {
    Map<String, Long> summaries = new HashMap<>();
    Set<Long> passed = new HashSet<>();
    for (Got one : got("held")) {
      if (one.number() < 0) {
        Long before = summaries.put(one.id(), one.count());
        assertThat(before == null || before == one.count())
            .as("a summary that comes again says the same, seed %d", seed)
            .isTrue();
      } else {
        passed.add(one.number());
      }
    }
    long counted = summaries.values().stream().mapToLong(Long::longValue).sum();
    assertThat(passed.size() + counted).as("seed %d", seed).isEqualTo(last);
    assertThat(counted).isPositive();
  }

  private static boolean done(Delivery delivery, AlertStore store) throws Exception {
    return DeliveringProcess.OUTPUTS.stream()
            .allMatch(name -> delivery.running(name) && store.lag(name) == 0)
        && store.log("held").awaitDurable(Duration.ofSeconds(10))
        && store.log("held").heldBack().isEmpty();
  }

  private static long firstUnread(AlertStore store, String output) throws Exception {
    try (AlertReader reader = store.log(output).ofOutput()) {
      return reader.read(1_000, Duration.ZERO).stream()
          .map(AlertEntry::alert)
          .filter(alert -> alert != null && alert.source().equals("numbers"))
          .mapToLong(Alerts::number)
          .findFirst()
          .orElse(Long.MIN_VALUE);
    }
  }

  /** The number of the last numbered alert; summaries of what was held back are stored too. */
  private static long newest(AlertStore store) {
    return Alerts.number(
        store
            .log("search")
            .search(
                AlertFilter.all().withSources(List.of("numbers")),
                AlertLog.Order.NEWEST_FIRST,
                1,
                "")
            .alerts()
            .getFirst());
  }

  private List<Got> got(String output) throws Exception {
    Path file = home.resolve(output);
    List<Got> got = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", -1);
        got.add(new Got(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2])));
      }
    }
    return got;
  }

  /** Lets the process deliver, then so many milliseconds pass. */
  private void runAndKill(long millis) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                DeliveringProcess.class.getName(),
                home.toString())
            .redirectError(new File("/dev/null"))
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("delivers");
      Thread.sleep(millis);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import java.io.BufferedReader;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed at random points; what it was told is stored must be there. */
class StoreCrashTest {

  private static final int ROUNDS = Integer.getInteger("eyrie.test.kills", 5);

  @TempDir Path home;

  @Test
  void nothing_committed_is_lost_and_nothing_is_stored_or_read_twice() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String token = null;
    List<Long> received = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      long acknowledged = killAfter(1 + random.nextInt(40), 1 + random.nextInt(2_000_000));
      try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
        long position =
            store.lane("first").positions().cursor("numbers.txt").map(Long::parseLong).orElse(0L);
        StoreLog log = store.log("subscriber");
        AlertReader reader =
            token == null
                ? log.fromOldest(AlertFilter.all())
                : log.resume(AlertFilter.all(), token);
        // Only some of it, so that the next round goes on in the middle.
        for (int i = 0; i < 3; i++) {
          take(reader.read(1 + random.nextInt(500), Duration.ZERO), received);
        }
        token = reader.token();
        List<Long> stored = new ArrayList<>();
        AlertReader all = log.fromOldest(AlertFilter.all());
        for (List<AlertEntry> page = all.read(1000, Duration.ZERO);
            !page.isEmpty();
            page = all.read(1000, Duration.ZERO)) {
          take(page, stored);
        }
        assertThat(stored)
            .as("seed %d, round %d", seed, round)
            .containsExactlyElementsOf(upTo(stored.size()));
        assertThat((long) stored.size())
            .as("stored, but for less than was acknowledged (seed %d)", seed)
            .isGreaterThanOrEqualTo(acknowledged)
            .as("a position without the alerts before it (seed %d)", seed)
            .isGreaterThanOrEqualTo(position);
        assertThat(position).isGreaterThanOrEqualTo(acknowledged);
      }
    }
    assertThat(received)
        .as("seed %d", seed)
        .isNotEmpty()
        .containsExactlyElementsOf(upTo(received.size()));
  }

  /** Lets the process print so many tickets, then so many nanoseconds pass; returns the last. */
  private long killAfter(int lines, long nanos) throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                NumberedWriter.class.getName(),
                home.toString())
            .redirectError(new File("/dev/null"))
            .start();
    long last = 0;
    try (BufferedReader out =
        new BufferedReader(
            new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        assertThat(line).as("a ticket of the writer").isNotNull();
        last = Long.parseLong(line);
      }
      long until = System.nanoTime() + nanos;
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      // By the handle, since Process would close the pipe that still holds lines.
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        // The last line may be cut short by the kill, which would make the number smaller.
        last = Math.max(last, Long.parseLong(line.isEmpty() ? "0" : line));
      }
    } finally {
      process.destroyForcibly();
    }
    return last;
  }

  private static void take(List<AlertEntry> entries, List<Long> numbers) {
    for (AlertEntry entry : entries) {
      assertThat(entry.gap()).isNull();
    }
    numbers.addAll(AlertStoreTest.numbers(entries));
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}

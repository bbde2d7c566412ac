// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.AlertEntry;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.source.Position;
import io.eyrie.server.home.HomeException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Full disks, damaged files, slow readers. */
class StoreFaultTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path home;

  @Test
  void on_a_full_disk_sources_wait_and_go_on_once_there_is_room_and_nothing_is_lost()
      throws Exception {
    AtomicReference<String> told = new AtomicReference<>("");
    AtomicLong recovered = new AtomicLong();
    StoreEvents events =
        new StoreEvents() {
          @Override
          public void retentionPassed(RetentionGap gap) {}

          @Override
          public void failing(String reason) {
            told.set(reason);
          }

          @Override
          public void recovered(long failedForNanos) {
            recovered.set(failedForNanos);
          }
        };
    try (AlertStore store =
        AlertStore.open(home, StoreSettings.defaults().holding(50, 50), events)) {
      CommitLane lane = store.lane("first");
      AlertStoreTest.append(lane, 1, 10);
      maxPages(store, 40);
      AtomicLong appended = new AtomicLong(10);
      Thread source =
          Thread.ofPlatform()
              .name("source")
              .start(() -> {
                try {
                  for (long i = 11; i <= 4000; i++) {
                    lane.append(Alerts.numbered(i));
                    lane.checkpoint(i, new Position("numbers.txt", Long.toString(i)));
                    appended.set(i);
                  }
                } catch (InterruptedException _) {
                  Thread.currentThread().interrupt();
                }
              });
      until(() ->
          source.getState() == Thread.State.WAITING && String.valueOf(told.get()).contains("full"));
      assertThat(told.get())
          .contains(home.resolve("alerts.db").toString())
          .contains("the disk is full: free some space");
      assertThat(store.state().healthy()).isFalse();
      long held = appended.get() - Math.max(10, lane.committed());
      assertThat(held).isPositive().isLessThanOrEqualTo(50 + 1000 + 1);
      assertThat(lane.flush(Duration.ofMillis(50))).isFalse();
      assertThatThrownBy(() -> store.register("late")).isInstanceOf(IllegalStateException.class);

      maxPages(store, 1_000_000);
      assertThat(source.join(SOON)).isTrue();
      assertThat(lane.flush(SOON)).isTrue();
      assertThat(store.problem()).isEmpty();
      assertThat(recovered.get()).isPositive();
      assertThat(lane.committed()).isEqualTo(4000);
      assertThat(readAll(store)).containsExactlyElementsOf(AlertStoreTest.upTo(4000));
    }
  }

  @Test
  void a_damaged_file_is_set_aside_its_sound_alerts_go_on_and_readers_are_told_of_the_others()
      throws Exception {
    String token;
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      store.register("file");
      CommitLane lane = store.lane("first");
      AlertStoreTest.append(lane, 1, 2000);
      lane.checkpoint(1, new Position("numbers.txt", "2000"));
      token = store.log("grpc").fromNow(AlertFilter.all()).token();
    }
    damage(home.resolve("alerts.db"));
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      assertThat(store.replacesDamaged()).isTrue();
      assertThat(files()).anyMatch(name -> name.startsWith("alerts.db.damaged-"));
      CommitLane lane = store.lane("first");
      assertThat(lane.positions().cursor("numbers.txt")).contains("2000");
      AlertStoreTest.append(lane, 2001, 2002);

      Told told = new Told(store.log("file").ofOutput(), 2002);
      assertThat(told.missing).isPositive().isLessThan(1000);
      assertThat(told.numbers)
          .hasSize((int) (2002 - told.missing))
          .endsWith(1999L, 2000L, 2001L, 2002L);
      assertThat(told.reasons).allMatch(reason -> reason.contains("damaged"));

      List<AlertEntry> resumed =
          AlertStoreTest.read(store.log("grpc").resume(AlertFilter.all(), token), 2);
      assertThat(AlertStoreTest.numbers(resumed)).containsExactly(2001L, 2002L);
      assertThat(store.log("x").find(Alerts.id(1))).isPresent();
    }
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      assertThat(store.replacesDamaged()).as("at the next start").isFalse();
    }
  }

  @Test
  void an_alert_that_the_disk_has_changed_is_left_out_and_told_in_its_place() throws Exception {
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      AlertStoreTest.append(store.lane("first"), 1, 600);
    }
    flipABit(home.resolve("alerts.db"), "file 300 was read");
    try (AlertStore store =
        AlertStore.open(home, StoreSettings.defaults().holding(1000, 10), StoreEvents.NONE)) {
      assertThat(store.replacesDamaged()).as("no structure is hurt").isFalse();
      Told told = new Told(store.log("x").fromOldest(AlertFilter.all()), 600);
      assertThat(told.missing).isEqualTo(1);
      assertThat(told.numbers).hasSize(599).doesNotContain(300L);
      assertThat(told.reasons).containsExactly("the alert store was damaged where they were");
      assertThat(store.log("x").find(Alerts.id(300))).isEmpty();
      assertThat(store.log("x").find(Alerts.id(301))).isPresent();
    }
  }

  /** What a reader was given, up to a number. */
  private static final class Told {
    final List<Long> numbers = new ArrayList<>();
    final List<String> reasons = new ArrayList<>();
    long missing;

    Told(AlertReader reader, long upTo) throws InterruptedException {
      while (numbers.size() + missing < upTo) {
        List<AlertEntry> entries = reader.read(100, SOON);
        assertThat(entries).isNotEmpty();
        for (AlertEntry entry : entries) {
          AlertEntry.Gap gap = entry.gap();
          if (gap != null) {
            missing += gap.count();
            reasons.add(gap.reason());
          } else {
            numbers.add(Alerts.number(Objects.requireNonNull(entry.alert())));
          }
        }
      }
    }
  }

  /** Changes a letter of every occurrence of a text. */
  private static void flipABit(Path file, String text) throws Exception {
    byte[] bytes = Files.readAllBytes(file);
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    int flipped = 0;
    for (int i = 0; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        bytes[i + 2] ^= 4;
        flipped++;
      }
    }
    assertThat(flipped).isPositive();
    Files.write(file, bytes);
  }

  @Test
  void a_file_that_is_no_database_and_a_truncated_one_are_set_aside() throws Exception {
    Files.writeString(home.resolve("alerts.db"), "this is not a database\n".repeat(500));
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      assertThat(store.replacesDamaged()).isTrue();
      AlertStoreTest.append(store.lane("first"), 1, 2000);
    }
    try (RandomAccessFile file = new RandomAccessFile(home.resolve("alerts.db").toFile(), "rw")) {
      file.setLength(file.length() / 2 + 17);
    }
    try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
      assertThat(store.replacesDamaged()).isTrue();
      AlertStoreTest.append(store.lane("first"), 1, 2);
    }
    assertThat(files().filter(name -> name.startsWith("alerts.db.damaged-"))).hasSize(2);
  }

  @Test
  void the_log_file_stays_bounded_while_a_reader_is_slow() throws Exception {
    try (AlertStore store =
        AlertStore.open(home, StoreSettings.defaults().holding(1000, 100), StoreEvents.NONE)) {
      CommitLane lane = store.lane("first");
      AlertReader slow = store.log("slow").fromOldest(AlertFilter.all());
      AlertReader quick = store.log("quick").fromOldest(AlertFilter.all());
      long largest = 0;
      long read = 0;
      for (int round = 0; round < 20; round++) {
        AlertStoreTest.append(lane, round * 1000L + 1, round * 1000L + 1000);
        assertThat(slow.read(1, SOON)).hasSize(1);
        while (read < (round + 1) * 1000L) {
          read += quick.read(500, SOON).size();
        }
        largest = Math.max(largest, Files.size(home.resolve("alerts.db-wal")));
      }
      assertThat(largest).isLessThan(16 << 20);
      assertThat(AlertStoreTest.numbers(AlertStoreTest.read(slow, 1000)))
          .containsExactlyElementsOf(LongStream.rangeClosed(21, 1020).boxed().toList());
    }
  }

  @Test
  void a_home_that_can_not_be_made_is_refused_with_a_remedy() {
    assertThatThrownBy(() ->
            AlertStore.open(
                Path.of("/proc/eyrie-home"), StoreSettings.defaults(), StoreEvents.NONE))
        .isInstanceOf(HomeException.class)
        .hasMessageContaining("/proc/eyrie-home")
        .hasMessageContaining("write access");
  }

  private static void maxPages(AlertStore store, int pages) throws SQLException {
    try (Statement sql = store.database().writer().createStatement()) {
      sql.execute("PRAGMA max_page_count=" + pages);
    }
  }

  private static List<Long> readAll(AlertStore store) throws InterruptedException {
    AlertReader reader = store.log("x").fromOldest(AlertFilter.all());
    return AlertStoreTest.numbers(AlertStoreTest.read(reader, 4000));
  }

  private Stream<String> files() throws Exception {
    try (Stream<Path> files = Files.list(home)) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }

  /** Overwrites pages in the middle, not the first, so that some of it can still be read. */
  private static void damage(Path file) throws Exception {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long pages = bytes.length() / 4096;
      byte[] garbage = new byte[4096];
      Arrays.fill(garbage, (byte) 0xA5);
      for (long page = pages / 2; page < pages / 2 + 40; page++) {
        bytes.seek(page * 4096);
        bytes.write(garbage);
      }
    }
  }

  static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files that are rotated while they are followed, or while nobody looks: each record is read once,
 * or again with the same identity, and in the order in which it was written.
 */
class RotatedFilesTest extends LogFolder {

  /** What three rotations and an append come to. */
  private static final List<String> FOUR_FILES =
      List.of(
          "audit.log@0 0",
          "audit.log@36 1",
          "audit.log@72 2",
          "audit.log#1@0 3",
          "audit.log#1@36 4",
          "audit.log#2@0 5",
          "audit.log#3@0 6");

  /** How many times the log was rotated. */
  private int rotations;

  /** How files are named that are full. */
  enum Naming {
    /** {@code audit.log.1} is the last one, as logrotate does. */
    NUMBERS(false),
    NUMBERS_COMPRESSED(true),
    /** {@code audit.log-20260131}, as logrotate does with dates. */
    DATES(false),
    DATES_COMPRESSED(true),
    /** {@code audit-2026-01-31T00-00-00.000.log}, as the API server does. */
    TIMES(false),
    TIMES_COMPRESSED(true);

    private final boolean compressed;

    Naming(boolean compressed) {
      this.compressed = compressed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsAllThatHadTheNameBetweenTwoLooks(Naming naming) throws Exception {
    write("audit.log", lines(0, 2));
    rotations = 20;
    String old = rotatedName(naming, 19);
    write(old, lines(90, 99));
    Files.setLastModifiedTime(folder.resolve(old), FileTime.fromMillis(1_700_000_000_000L));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      rotateThrice(naming);
      untilEvents(source, 7);
      append("audit.log", lines(7, 8));
      untilEvents(source, 8);
    }
    assertThat(host.events.subList(0, 7)).containsExactlyElementsOf(FOUR_FILES);
    assertThat(host.events.get(7)).isEqualTo("audit.log#3@36 7");
    assertThat(host.malformed).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readsAllThatHadTheNameWhileNobodyLooked(Naming naming) throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
    }
    rotateThrice(naming);
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 7);
    }
    assertThat(host.events).containsExactlyElementsOf(FOUR_FILES);
  }

  /**
   * Killed after each event and each position, with one more rotation before the next start: what
   * was stored until then keeps its identity, and the rest is read.
   */
  @ParameterizedTest
  @EnumSource
  void losesNothingWhenItIsKilledInBetween(Naming naming) throws Exception {
    boolean ended = false;
    for (int operations = 1; !ended; operations++) {
      assertThat(operations).as("a kill that comes too late ends the test").isLessThan(100);
      start();
      empty();
      rotations = 0;
      write("audit.log", lines(0, 2));
      try (Source source = following(AUDIT_LOG)) {
        untilEvents(source, 2);
      }
      rotateThrice(naming);
      try (Source source = following(AUDIT_LOG)) {
        host.killAfter(operations);
        untilEvents(source, 7);
        ended = true;
      } catch (TestHost.Killed _) {
        // What was stored is all that is known.
      }
      host.killAfter(Integer.MAX_VALUE);
      rotate(naming);
      append("audit.log", lines(7, 8));
      try (Source source = following(AUDIT_LOG)) {
        until(source, () -> host.events.stream().anyMatch(event -> event.endsWith(" 7")));
      }
      assertThat(host.events.stream().distinct())
          .as("killed after %d", operations)
          .containsExactlyElementsOf(
              Stream.concat(FOUR_FILES.stream(), Stream.of("audit.log#4@0 7")).toList());
      assertThat(host.malformed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNothingWhileNamesChangeAllTheTime(Naming naming) throws Exception {
    int files = 50;
    write("audit.log", lines(0, 1));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 1);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(() -> {
            try {
              for (int n = 1; n < files; n++) {
                rotate(naming);
                append("audit.log", lines(n, n + 1));
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
      until(source, () -> host.events.size() >= files || writer.isCompletedExceptionally());
      writer.get(10, TimeUnit.SECONDS);
    }
    assertThat(host.events)
        .extracting(event -> Integer.valueOf(event.split(" ")[1]))
        .containsExactlyElementsOf(IntStream.range(0, files).boxed().toList());
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void readsCountedFilesAlsoWhenTheClockWasSetBack() throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      rotateThrice(Naming.NUMBERS);
      for (String later : List.of("audit.log.2", "audit.log.1", "audit.log")) {
        Files.setLastModifiedTime(folder.resolve(later), FileTime.fromMillis(1_700_000_000_000L));
      }
      untilEvents(source, 7);
    }
    assertThat(host.events).containsExactlyElementsOf(FOUR_FILES);
  }

  @Test
  void leavesOtherFilesOfTheFolderAlone() throws Exception {
    write("audit.log", lines(0, 1));
    write("audit.log.2", lines(80, 82));
    Files.setLastModifiedTime(folder.resolve("audit.log.2"), FileTime.fromMillis(0));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 1);
      for (String other :
          List.of("audit-policy.log", "audit.log.bak", "audit.log~", "audit2.log", "x.log.1")) {
        write(other, lines(90, 92));
      }
      Files.copy(folder.resolve("audit.log"), folder.resolve("audit.log.3"));
      rename("audit.log", "audit.log.1");
      write("audit.log", lines(1, 2));
      untilEvents(source, 2);
    }
    assertThat(host.events).containsExactly("audit.log@0 0", "audit.log#1@0 1");
  }

  @Test
  void waitsForAWriterThatIsStillAtTheRenamedFile() throws Exception {
    write("audit.log", lines(0, 1));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 1);
      rename("audit.log", "audit.log.1");
      write("audit.log", "");
      append("audit.log.1", lines(1, 2));
      untilEvents(source, 2);
      append("audit.log.1", lines(2, 3));
      untilEvents(source, 3);
      append("audit.log.1", lines(3, 4));
      append("audit.log", lines(4, 5));
      untilEvents(source, 5);
    }
    assertThat(host.events)
        .containsExactly(
            "audit.log@0 0",
            "audit.log@36 1",
            "audit.log@72 2",
            "audit.log@108 3",
            "audit.log#1@0 4");
  }

  @Test
  void readsTheRestOfATruncatedFileInItsCopy() throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      for (int n = 2; n < 6; n += 2) {
        append("audit.log", lines(n, n + 1));
        shift();
        Files.copy(folder.resolve("audit.log"), folder.resolve("audit.log.1"));
        Files.writeString(
            folder.resolve("audit.log"), lines(n + 1, n + 2), StandardOpenOption.TRUNCATE_EXISTING);
      }
      untilEvents(source, 6);
    }
    assertThat(host.events)
        .containsExactly(
            "audit.log@0 0",
            "audit.log@36 1",
            "audit.log@72 2",
            "audit.log#1@0 3",
            "audit.log#1@36 4",
            "audit.log#2@0 5");
  }

  @Test
  void readsATruncatedFileWithoutACopyFromItsBeginning() throws Exception {
    write("audit.log", lines(0, 3));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 3);
      Files.writeString(
          folder.resolve("audit.log"), lines(7, 8), StandardOpenOption.TRUNCATE_EXISTING);
      untilEvents(source, 4);
    }
    assertThat(host.events).last().isEqualTo("audit.log#1@0 7");
  }

  @Test
  void goesOnInAFileThatWasSavedAnew() throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      write("audit.log.new", lines(0, 3));
      Files.move(
          folder.resolve("audit.log.new"),
          folder.resolve("audit.log"),
          StandardCopyOption.REPLACE_EXISTING);
      untilEvents(source, 3);
    }
    assertThat(host.events).containsExactly("audit.log@0 0", "audit.log@36 1", "audit.log@72 2");
  }

  @Test
  void tellsOfAFileThatIsGoneBeforeItWasRead() throws Exception {
    write("audit.log", lines(0, 3));
    host.killAfter(2);
    try (Source source = following(AUDIT_LOG)) {
      until(source, () -> false);
    } catch (TestHost.Killed _) {
      // In the middle of the file.
    }
    host.killAfter(Integer.MAX_VALUE);
    Files.delete(folder.resolve("audit.log"));
    write("audit.log.1", lines(3, 4));
    write("audit.log", lines(4, 5));
    try (Source source = following(AUDIT_LOG)) {
      until(source, () -> host.events.getLast().endsWith(" 4"));
    }
    assertThat(host.malformed)
        .containsExactly(
            "rotated_away audit.log: the file was replaced before all of it was read, and is not"
                + " in its folder any more");
    assertThat(host.events).endsWith("audit.log#1@0 3", "audit.log#2@0 4");
  }

  @Test
  void knowsFilesOfAFolderAgainWhenAllNamesChange() throws Exception {
    write("logs/audit.2.log", lines(0, 1));
    write("logs/audit.1.log", lines(1, 2));
    write("logs/audit.log", lines(2, 3));
    List<String> expected =
        new ArrayList<>(
            List.of("logs/audit.1.log@0 1", "logs/audit.2.log@0 0", "logs/audit.log@0 2"));
    for (int round = 0; round < 3; round++) {
      try (Source source = following(FOLDER)) {
        untilEvents(source, expected.size());
        assertThat(host.events).containsExactlyElementsOf(expected);
        int next = 3 + 2 * round;
        shiftFolder();
        write("logs/audit.log", lines(next, next + 1));
        String generation = "logs/audit.log#" + (2 * round + 1);
        expected.add(generation + "@0 " + next);
        untilEvents(source, expected.size());
        assertThat(host.events).containsExactlyElementsOf(expected);
      }
      int last = 4 + 2 * round;
      shiftFolder();
      write("logs/audit.log", lines(last, last + 1));
      expected.add("logs/audit.log#" + (2 * round + 2) + "@0 " + last);
    }
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void knowsAFileOfAFolderAgainThatWasRenamed() throws Exception {
    write("logs/audit.log", lines(0, 2));
    try (Source source = following(FOLDER)) {
      untilEvents(source, 2);
      append("logs/audit.log", lines(2, 3));
      rename("logs/audit.log", "logs/audit-2026-01-01.log");
      write("logs/audit.log", lines(3, 4));
      untilEvents(source, 4);
    }
    write("logs/last.log", lines(9, 10));
    try (Source source = following(FOLDER)) {
      until(source, () -> host.events.getLast().endsWith(" 9"));
    }
    assertThat(host.events)
        .containsExactly(
            "logs/audit.log@0 0",
            "logs/audit.log@36 1",
            "logs/audit.log@72 2",
            "logs/audit.log#1@0 3",
            "logs/last.log@0 9");
  }

  @Test
  void knowsAFileOfAFolderAgainThatIsCompressed() throws Exception {
    write("logs/a.log", lines(0, 2));
    for (boolean looking : new boolean[] {true, false}) {
      try (Source source = following(FOLDER)) {
        until(source, () -> host.events.size() >= 2);
        if (looking) {
          byte[] whole = gzip(lines(0, 2));
          Path compressed = folder.resolve("logs/a.log.gz");
          for (int length : new int[] {1, 12, whole.length - 9, whole.length}) {
            Files.write(compressed, java.util.Arrays.copyOf(whole, length));
            look(source);
          }
          Files.delete(folder.resolve("logs/a.log"));
          look(source);
          write("logs/b.log", lines(2, 4));
          untilEvents(source, 4);
        }
      }
      if (looking) {
        compress("logs/b.log", true);
        write("logs/c.log", lines(4, 5));
      }
    }
    try (Source source = following(FOLDER)) {
      until(source, () -> host.events.getLast().endsWith(" 4"));
      look(source);
    }
    assertThat(host.events)
        .containsExactly(
            "logs/a.log@0 0",
            "logs/a.log@36 1",
            "logs/b.log@0 2",
            "logs/b.log@36 3",
            "logs/c.log@0 4");
    assertThat(host.malformed).isEmpty();
  }

  /** Lets the source look at its files three times. */
  private void look(Source source) throws Exception {
    int before = host.events.size();
    for (int i = 0; i < 3; i++) {
      Files.writeString(
          folder.resolve("logs/look.log"),
          lines(1000 + i, 1001 + i),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
      String seen = " " + (1000 + i);
      until(source, () -> host.events.getLast().endsWith(seen));
    }
    host.events.subList(before, host.events.size()).removeIf(event -> event.contains("look.log"));
  }

  private void rotateThrice(Naming naming) throws IOException {
    append("audit.log", lines(2, 3));
    rotate(naming);
    append("audit.log", lines(3, 5));
    rotate(naming);
    append("audit.log", lines(5, 6));
    rotate(naming);
    append("audit.log", lines(6, 7));
  }

  /** Gives the full file its new name, and begins the next one. */
  private void rotate(Naming naming) throws IOException {
    rotations++;
    String full = rotatedName(naming, rotations);
    if (full.equals("audit.log.1")) {
      shift();
    }
    rename("audit.log", full);
    if (naming.compressed) {
      compress(full, !naming.name().startsWith("TIMES"));
    }
    write("audit.log", "");
  }

  private static String rotatedName(Naming naming, int rotation) {
    return switch (naming) {
      case NUMBERS, NUMBERS_COMPRESSED -> "audit.log.1";
      case DATES, DATES_COMPRESSED -> "audit.log-202601%02d".formatted(rotation);
      case TIMES, TIMES_COMPRESSED -> "audit-2026-01-31T00-00-%02d.000.log".formatted(rotation);
    };
  }

  /** Makes room for {@code audit.log.1}. */
  private void shift() throws IOException {
    for (int n = Math.max(20, rotations); n > 0; n--) {
      for (String ending : new String[] {"", ".gz"}) {
        if (Files.exists(folder.resolve("audit.log." + n + ending))) {
          rename("audit.log." + n + ending, "audit.log." + (n + 1) + ending);
        }
      }
    }
  }

  private void shiftFolder() throws IOException {
    for (int n = 20; n > 0; n--) {
      if (Files.exists(folder.resolve("logs/audit." + n + ".log"))) {
        rename("logs/audit." + n + ".log", "logs/audit." + (n + 1) + ".log");
      }
    }
    rename("logs/audit.log", "logs/audit.1.log");
  }

  private void compress(String name, boolean keepTime) throws IOException {
    Path file = folder.resolve(name);
    FileTime time = Files.getLastModifiedTime(file);
    write(name + ".gz", Files.readString(file));
    if (keepTime) {
      Files.setLastModifiedTime(folder.resolve(name + ".gz"), time);
    }
    Files.delete(file);
  }

  private void empty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }
}

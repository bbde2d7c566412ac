// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Source;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files that are deleted or moved away while they are followed, with something new in them. */
final class DeletedFilesTest extends LogFolder {

  @Test
  void readsWhatWasWrittenBetweenTheLastLookAndTheDeletion() throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      append("audit.log", lines(2, 4));
      Files.delete(folder.resolve("audit.log"));
      untilEvents(source, 4);
    }
    assertThat(host.events)
        .containsExactly("audit.log@0 0", "audit.log@36 1", "audit.log@72 2", "audit.log@108 3");
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void readsItBeforeTheFileThatTookItsPlace() throws Exception {
    write("audit.log", lines(0, 2));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 2);
      append("audit.log", lines(2, 3));
      Files.delete(folder.resolve("audit.log"));
      write("audit.log", lines(3, 4));
      untilEvents(source, 4);
      append("audit.log", lines(4, 5));
      untilEvents(source, 5);
    }
    assertThat(host.events.subList(2, 5))
        .containsExactly("audit.log@72 2", "audit.log#1@0 3", "audit.log#1@36 4");
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void readsAFileOfAFolderThatWasNeverOpenedBefore() throws Exception {
    write("logs/a.log", lines(0, 1));
    write("logs/b.log", lines(1, 2));
    try (Source source = following(FOLDER)) {
      host.killAfter(1);
      until(source, () -> false);
    } catch (TestHost.Killed _) {
      // All were listed, and the first is read.
    }
    host.killAfter(Integer.MAX_VALUE);
    host.events.clear();
    try (Source source = following(FOLDER)) {
      source.poll(host);
      Files.delete(folder.resolve("logs/b.log"));
      until(source, () -> host.events.contains("logs/b.log@0 1"));
    }
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void followsAFileForAWhileThatWasMovedElsewhere() throws Exception {
    write("audit.log", lines(0, 1));
    Files.createDirectory(folder.resolve("archive"));
    try (Source source = following(AUDIT_LOG);
        OutputStream writer =
            Files.newOutputStream(folder.resolve("audit.log"), StandardOpenOption.APPEND)) {
      untilEvents(source, 1);
      rename("audit.log", "archive/audit.log");
      writer.write(lines(1, 2).getBytes(StandardCharsets.UTF_8));
      untilEvents(source, 2);
      writer.write(lines(2, 3).getBytes(StandardCharsets.UTF_8));
      untilEvents(source, 3);
      assertThat(open()).as("the writer's, and ours").hasSize(2);
      until(source, () -> open().size() == 1);
    }
    assertThat(host.events).endsWith("audit.log@72 2");
  }

  @Test
  void tellsOfTheUnfinishedEndOfADeletedFile() throws Exception {
    write("audit.log", lines(0, 1));
    try (Source source = following(AUDIT_LOG)) {
      untilEvents(source, 1);
      append("audit.log", "{\"at\"");
      Files.delete(folder.resolve("audit.log"));
      until(source, () -> !host.malformed.isEmpty());
      until(source, () -> open().isEmpty());
    }
    assertThat(host.malformed)
        .containsExactly(
            "unfinished audit.log:2 (byte 36): the input ends inside a record or an array of"
                + " records");
  }

  @Test
  void keepsNoMoreFilesOpenThanThoseThatWereWrittenLast() throws Exception {
    for (int i = 0; i < 200; i++) {
      write("logs/" + i + ".log", lines(i, i + 1));
      Files.setLastModifiedTime(
          folder.resolve("logs/" + i + ".log"), FileTime.fromMillis(1_700_000_000_000L + i));
    }
    try (Source source = following(FOLDER)) {
      untilEvents(source, 200);
      assertThat(open()).hasSize(64).contains("199.log", "136.log").doesNotContain("135.log");
      append("logs/7.log", lines(200, 201));
      untilEvents(source, 201);
      until(source, () -> open().contains("7.log"));
      assertThat(open()).hasSize(64);
    }
    assertThat(open()).isEmpty();
  }

  /** The names of the files in the test's folder that this process has open. */
  private List<String> open() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors
          .map(DeletedFilesTest::target)
          .filter(path -> path.startsWith(folder) && path.toString().contains(".log"))
          .map(path -> path.getFileName().toString().replace(" (deleted)", ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor);
    } catch (IOException _) {
      return descriptor;
    }
  }
}

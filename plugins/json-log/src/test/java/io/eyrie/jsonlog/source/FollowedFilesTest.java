// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Source;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files that are followed, and what is read of files when the source starts again. */
final class FollowedFilesTest extends LogFolder {

  @Test
  void followsGrowthAndNewFiles() throws Exception {
    write("logs/a.json", record(1) + "\n");
    try (Source source = open(Map.of("files", "logs", "poll_interval", "1ms"))) {
      host.bind(source, List.of(N));
      until(source, () -> host.events.size() == 1);
      append("logs/a.json", record(2) + "\n" + record(3).substring(0, 12));
      write("logs/b.json.gz", record(4));
      until(source, () -> host.events.size() == 3);
      append("logs/a.json", record(3).substring(12) + "\n");
      until(source, () -> host.events.size() == 4);
      write("logs/a.json", record(5));
      Files.setLastModifiedTime(
          folder.resolve("logs/a.json"), FileTime.fromMillis(System.currentTimeMillis() + 5000));
      until(source, () -> host.events.size() == 5);
    }
    assertThat(host.events)
        .containsExactlyInAnyOrder(
            "logs/a.json@0 1",
            "logs/a.json@36 2",
            "logs/b.json.gz@0 4",
            "logs/a.json@72 3",
            "logs/a.json#1@0 5");
    assertThat(host.malformed).isEmpty();
    assertThat(host.context.metrics().counted("records_read")).isEqualTo(5);
  }

  @Test
  void waitsForAFolderThatIsNotThereYet() throws Exception {
    try (Source source = open(Map.of("files", "later", "poll_interval", "1ms"))) {
      host.bind(source, List.of(N));
      until(source, () -> host.context.health().problem().isPresent());
      assertThat(host.context.health().problem().orElseThrow())
          .endsWith("later: there is no such file or folder");
      write("later/a.json", record(1));
      until(source, () -> host.events.size() == 1);
      until(source, () -> host.context.health().problem().isEmpty());
    }
  }

  @Test
  void countsTheUnfinishedEndOfAFollowedFileWhenNothingMoreComes() throws Exception {
    write("a.json", record(1) + "\n{\"at\"");
    try (Source source = open(Map.of("files", "a.json", "poll_interval", "1ms"))) {
      host.bind(source, List.of(N));
      until(source, () -> !host.malformed.isEmpty());
      append("a.json", record(2).substring(5) + "\n");
      until(source, () -> host.events.size() == 2);
    }
    assertThat(host.malformed).hasSize(1);
    assertThat(host.malformed.getFirst()).startsWith("unfinished a.json:2 (byte 36)");
  }

  /** Stopped after any number of events, with any of the positions stored until then. */
  @Test
  void afterAStopEveryRecordIsReadOnceOrAgainWithTheSameOffset() throws Exception {
    List<String> names = List.of("1.json", "2.json.gz", "3.jsonl", "4.json");
    write("1.json", "{\"Records\":[" + records(0, 700, ",\n") + "]}");
    write("2.json.gz", "{\"Records\":[" + records(700, 1400, ",") + "]}");
    write("3.jsonl", records(1400, 2000, "\n") + "\n");
    write("4.json", "[" + records(2000, 2003, ", ") + "]");
    replay(names.toArray(String[]::new));
    List<String> whole = List.copyOf(host.events);
    assertThat(whole).hasSize(2003).doesNotHaveDuplicates();
    for (int stop :
        new int[] {0, 1, 2, 499, 500, 501, 699, 700, 701, 1399, 1400, 1999, 2002, 2003}) {
      host = new TestHost(folder);
      try (Source source = source(names)) {
        host.bind(source, List.of(N));
        host.killAfter(stop);
        host.drain(source);
      } catch (TestHost.Killed _) {
        // What was checkpointed is all that is known.
      }
      host.killAfter(Integer.MAX_VALUE);
      try (Source source = source(names)) {
        host.bind(source, List.of(N));
        host.drain(source);
      }
      assertThat(host.events.stream().distinct())
          .as("stopped after %d", stop)
          .containsExactlyElementsOf(whole);
      assertThat(host.events.size() - whole.size()).as("read again").isBetween(0, 500);
    }
  }

  @Test
  void afterACleanEndNothingIsReadAgain() throws Exception {
    write("a.json", "{\"Records\":[" + records(0, 10, ",") + "]}");
    write("b.json.gz", records(10, 20, "\n"));
    replay("a.json", "b.json.gz");
    host.events.clear();
    replay("a.json", "b.json.gz");
    assertThat(host.events).isEmpty();
    assertThat(host.malformed).isEmpty();
  }

  @Test
  void readsAReplacedFileAnewUnderAnotherPartition() throws Exception {
    write("a.json", records(0, 3, "\n"));
    replay("a.json");
    write("a.json", records(5, 7, "\n"));
    replay("a.json");
    assertThat(host.events.subList(3, 5)).containsExactly("a.json#1@0 5", "a.json#1@36 6");
  }
}

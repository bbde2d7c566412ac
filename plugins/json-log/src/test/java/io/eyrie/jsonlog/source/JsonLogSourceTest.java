// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Source;
import io.eyrie.testkit.RecordingMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Which files are read, in which order, and what is said of them. */
final class JsonLogSourceTest extends LogFolder {

  @Test
  void readsFilesAndFoldersInTheOrderOfTheirNames() throws Exception {
    write("b/2.json", record(3));
    write("b/1.json.gz", record(2));
    write("b/1/x.jsonl", record(1));
    write("b/.hidden.json", record(9));
    write("b/notes.txt", "no record");
    write("a.anything", record(4));
    replay("b", "a.anything");
    assertThat(host.events)
        .containsExactly("b/1/x.jsonl@0 1", "b/1.json.gz@0 2", "b/2.json@0 3", "a.anything@0 4");
    assertThat(host.malformed).isEmpty();
    assertThat(host.times).containsOnly(1_700_000_000_000_000_000L);
  }

  @Test
  void namesEachFileOnceHoweverOftenItIsGiven() throws Exception {
    write("a/1.json", record(1));
    replay("a", "a/1.json", "a/../a");
    assertThat(host.events).containsExactly("a/1.json@0 1");
  }

  @Test
  void refusesToReplayWhatIsNotThere() throws IOException {
    Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> replay("missing.json", "empty"))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("missing.json: there is no such file or folder; ")
        .hasMessageContaining("empty: no file in this folder ends in .json");
  }

  @Test
  void tellsOfOneMissingInputAndReadsTheOthers() throws Exception {
    write("a.json", record(1));
    replay("missing.json", "a.json");
    assertThat(host.events).containsExactly("a.json@0 1");
    assertThat(host.malformed)
        .containsExactly("unreadable_input missing.json: there is no such file or folder");
  }

  @Test
  void refusesConfigurationsThatCannotWork() {
    assertThatThrownBy(() -> open(Map.of("files", "-")))
        .hasMessageContaining("use 'eyrie replay' for it");
    assertThatThrownBy(() -> open(Map.of("files", List.of()))).hasMessageContaining("files: name");
    assertThatThrownBy(() -> open(Map.of("files", "a", "poll_interval", "0s")))
        .hasMessageContaining("poll_interval");
    assertThatThrownBy(() -> open(Map.of("files", "a", "max_record_size", "2GiB")))
        .hasMessageContaining("max_record_size");
  }

  @Test
  void needsMemoryForTheLargestRecordOfAFileAndNoMore() throws Exception {
    int records = 16;
    byte[] record =
        record(1).replace("{", "{\"pad\":\"" + "x".repeat(5 << 20) + "\",").getBytes(UTF_8);
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("a.json.gz")))) {
      for (int i = 0; i < records; i++) {
        out.write(record);
      }
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    replay("a.json.gz");
    assertThat(host.events).hasSize(records);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(16L * record.length);
  }

  @Test
  void tellsHowFarItHasCome() throws Exception {
    write("a.json", record(1) + "\n");
    write("b.json", record(2) + "\n" + record(3) + "\n");
    long size = Files.size(folder.resolve("a.json"));
    RecordingMetrics metrics = host.context.metrics();
    try (Source source = open(Map.of("files", "", "follow", "false"))) {
      host.bind(source, List.of(N));
      assertThat(metrics.reading("bytes_waiting")).isEqualTo(3 * size);
      assertThat(metrics.reading("last_record_time_seconds")).isZero();
      until(source, () -> host.events.size() == 1);
      assertThat(metrics.reading("bytes_waiting")).isEqualTo(2 * size);
      assertThat(metrics.reading("last_record_time_seconds")).isEqualTo(1_700_000_000);
      host.drain(source);
      assertThat(metrics.reading("bytes_waiting")).isZero();
      assertThat(metrics.counted("bytes_read")).isEqualTo(3 * size);
      assertThat(metrics.counted("records_read")).isEqualTo(3);
    }
  }
}

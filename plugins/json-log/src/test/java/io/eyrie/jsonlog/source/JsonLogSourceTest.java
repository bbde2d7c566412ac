// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Loss;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.testkit.RecordingMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class JsonLogSourceTest extends LogFolder {

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
  void goesOnBehindRecordsThatAreNoEvents() throws Exception {
    write(
        "bad.json",
        String.join(
            "\n",
            record(1),
            "{\"at\":\"yesterday\"}",
            "{\"n\":1}",
            "{\"at\":12}",
            "nonsense",
            "[1]",
            "{\"at\":\"2023-11-14T22:13:20Z\",\"n\":NaN}",
            "{\"at\":\"2023-11-14T22:13:20Z\",\n  \"n\":oops}",
            record(2),
            ""));
    replay("bad.json");
    assertThat(host.events).extracting(event -> event.split(" ")[1]).containsExactly("1", "2");
    assertThat(host.malformed)
        .extracting(text -> text.replaceAll(" \\(byte.*", ""))
        .containsExactly(
            "no_event_time bad.json:2",
            "no_event_time bad.json:3",
            "no_event_time bad.json:4",
            "not_json bad.json:5",
            "not_an_object bad.json:6",
            "not_json bad.json:7",
            "not_json bad.json:9");
    assertThat(host.malformed.getFirst())
        .isEqualTo(
            "no_event_time bad.json:2 (byte 36): the record has no at of a form such as"
                + " 2026-01-31T12:00:00Z");
  }

  @Test
  void keepsTheGoodRecordsBetweenThoseThatOnlyLookLikeSome() throws Exception {
    String open = "{\"at\":\"2023-11-14T22:13:20Z\",\"n\":";
    Files.writeString(
        folder.resolve("bad.json"),
        String.join(
            "\n",
            open + "[1}",
            record(1),
            open + "2,\"n\":3}",
            open + "\"\u00ff\u00c3(\"}",
            open + "4,\"deep\":" + "[".repeat(200) + "]".repeat(200) + "}",
            open + "5,\"deep\":" + "[".repeat(600) + "]".repeat(600) + "}",
            record(6),
            ""),
        ISO_8859_1);
    replay("bad.json");
    assertThat(host.events)
        .extracting(event -> event.split(" ")[1])
        .containsExactly("1", "3", "4", "6");
    assertThat(host.malformed)
        .extracting(text -> text.replaceAll(" \\(byte.*", ""))
        .containsExactly("not_json bad.json:1", "not_json bad.json:4", "too_complex bad.json:6");
  }

  @Test
  void givesWhatATruncatedGzipHoldsAndSaysSo() throws Exception {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append(record(random.nextInt(1_000_000))).append('\n');
    }
    byte[] whole = gzip(text.toString());
    Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(whole, whole.length / 2));
    write("next.json", record(5));
    replay("cut.json.gz", "next.json");
    assertThat(host.events).hasSizeGreaterThan(500).endsWith("next.json@0 5");
    assertThat(host.malformed).hasSize(1);
    assertThat(host.malformed.getFirst())
        .startsWith("truncated_gzip cut.json.gz:" + host.events.size())
        .endsWith("the compressed file is cut short; what could be decompressed was read");
  }

  @Test
  void saysWhatIsWrongWithDamagedGzip() throws Exception {
    byte[] whole = gzip((record(1) + "\n").repeat(5000));
    Arrays.fill(whole, whole.length / 2, whole.length / 2 + 20, (byte) 0x55);
    Files.write(folder.resolve("a.json.gz"), whole);
    Files.write(
        folder.resolve("b.json.gz"), new byte[] {0x1F, (byte) 0x8B, 0, 0, 0, 0, 0, 0, 0, 0});
    replay("a.json.gz", "b.json.gz");
    assertThat(host.malformed).anyMatch(text -> text.startsWith("corrupt_gzip a.json.gz"));
    assertThat(host.malformed).anyMatch(text -> text.startsWith("corrupt_gzip b.json.gz:1"));
  }

  @Test
  void saysWhereAFileEndsTooEarly() throws Exception {
    write("a.json", "{\"Records\":[" + record(1) + "," + record(2).substring(0, 10));
    replay("a.json");
    assertThat(host.events).containsExactly("a.json@12 1");
    assertThat(host.malformed)
        .containsExactly(
            "unfinished a.json:1 (byte 48): the input ends inside a record or an array of records");
  }

  @Test
  void skipsARecordThatIsLargerThanConfigured() throws Exception {
    write("a.json", record(1) + "\n{\"x\":\"" + "y".repeat(5000) + "\"}\n" + record(2));
    try (Source source =
        open(Map.of("files", "a.json", "follow", "false", "max_record_size", "1KiB"))) {
      host.bind(source, List.of(N));
      host.drain(source);
    }
    assertThat(host.events).extracting(event -> event.split(" ")[1]).containsExactly("1", "2");
    assertThat(host.malformed)
        .containsExactly(
            "too_large a.json:2 (byte 36): the record is larger than 1024 bytes (max_record_size)");
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
  void needsMemoryForTheLargestRecordOfAFileAndNoMore() throws Exception {
    int records = 64;
    byte[] record =
        record(1).replace("{", "{\"pad\":\"" + "x".repeat(1 << 20) + "\",").getBytes(UTF_8);
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

  @Test
  void findsTheRecordInItsEnvelopeAndTakesTheTimeOfEither() throws Exception {
    JsonLog enveloped =
        JsonLog.builder("enveloped_log")
            .time("/at", "/millis")
            .embedded("/message", "/payload")
            .wrapper("logEvents")
            .fields(List.of(JsonField.text("t.n", "A number.", "/n")))
            .build();
    write(
        "a.json",
        "{\"logEvents\":[{\"message\":\"{\\\"n\\\":\\\"\\\\u00e9\\\"}\",\"millis\":1700000000500},"
            + "{\"payload\":"
            + record(2)
            + ",\"millis\":1},"
            + "{\"message\":\"no record\",\"n\":3,\"millis\":1700000000500},"
            + "{\"message\":\"{oops\",\"millis\":1700000000500}]}");
    try (Source source =
        enveloped.replay(List.of(folder.resolve("a.json").toString()), host.context)) {
      host.bind(source, List.of(enveloped.declaration().fields().getFirst()));
      host.drain(source);
    }
    assertThat(host.events)
        .extracting(event -> event.split(" ")[1])
        .containsExactly("\u00e9", "2", "3");
    assertThat(host.times)
        .containsExactly(
            1_700_000_000_500_000_000L, 1_700_000_000_000_000_000L, 1_700_000_000_500_000_000L);
    assertThat(host.malformed).hasSize(1);
    assertThat(host.malformed.getFirst()).startsWith("not_json a.json:1").contains("envelope");
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

  @Test
  void anExtractionOutlivesTheNextBinding() throws Exception {
    write("a.json", records(0, 4, "\n"));
    try (Source source = source(List.of("a.json"))) {
      Extraction old = source.bind(demand(N));
      Extraction late = source.bind(demand(N));
      List<String> seen = new ArrayList<>();
      EventSink sink =
          new Forwarding(host) {
            @Override
            public void accept(int eventType, long timeNanos, long offset) {
              seen.add(read(old) + read(late) + read(old));
              if (offset > 40) {
                seen.add(read(late));
              }
            }
          };
      while (source.poll(sink) != Progress.END) {}
      assertThat(seen).containsExactly("000", "111", "222", "2", "333", "3");
    }
  }

  @Test
  void declaresTheFieldsOfAllJsonSources() {
    assertThat(LOG.declaration().provides()).containsEntry("json", "0.7.4");
    assertThat(LOG.declaration().fields())
        .extracting(Field::name)
        .containsExactly(
            "t.n",
            "json.value",
            "json.obj",
            "json.rawtime",
            "jevt.value",
            "jevt.obj",
            "jevt.rawtime");
  }

  @Test
  void givesAnyValueByPointer() throws Exception {
    write("a.json", "{\"at\":\"2023-11-14T22:13:20.5Z\",\"n\":1,\"o\":[{\"x/y\":null}]}");
    Field value = field("json.value");
    try (Source source = source(List.of("a.json"))) {
      List<Demand.Request> requests =
          List.of(
              new Demand.Request(value, "/o/0/x~1y"),
              new Demand.Request(value, "o"),
              new Demand.Request(value, "/o/1"),
              new Demand.Request(value, "/at"),
              new Demand.Request(field("jevt.obj"), null),
              new Demand.Request(field("json.rawtime"), null));
      Extraction extraction = source.bind(Demand.of(requests, 6, new BitSet()));
      List<String> seen = new ArrayList<>();
      EventSink sink =
          new Forwarding(host) {
            @Override
            public void accept(int eventType, long timeNanos, long offset) {
              for (int i = 0; i < requests.size(); i++) {
                Value holder = new Value();
                extraction.extract(i, holder);
                seen.add(holder.present() ? holder.text(0) : "-");
              }
            }
          };
      while (source.poll(sink) != Progress.END) {}
      assertThat(seen)
          .containsExactly(
              "null",
              "[{\"x/y\":null}]",
              "-",
              "2023-11-14T22:13:20.5Z",
              "{\n  \"at\": \"2023-11-14T22:13:20.5Z\",\n  \"n\": 1,\n  \"o\": [\n    {\n      \"x/y\": null\n    }\n  ]\n}",
              "1700000000500000000");
      assertThatThrownBy(() ->
              source.bind(Demand.of(List.of(new Demand.Request(value, "/a~b")), 1, new BitSet())))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("'/a~b' is no JSON pointer");
    }
  }

  private static Field field(String name) {
    return LOG.declaration().fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Demand demand(Field field) {
    return Demand.of(List.of(new Demand.Request(field, null)), 1, new BitSet());
  }

  private static String read(Extraction extraction) {
    Value value = new Value();
    extraction.extract(0, value);
    return value.text(0);
  }

  private void replay(String... names) throws Exception {
    try (Source source = source(Arrays.asList(names))) {
      host.bind(source, List.of(N));
      host.drain(source);
    }
  }

  private Source source(List<String> names) throws PluginException {
    return LOG.replay(
        names.stream().map(name -> folder.resolve(name).toString()).toList(), host.context);
  }

  private static class Forwarding implements EventSink {
    private final EventSink to;

    Forwarding(EventSink to) {
      this.to = to;
    }

    @Override
    public void partition(String partition) {
      to.partition(partition);
    }

    @Override
    public void accept(int eventType, long timeNanos, long offset) {
      to.accept(eventType, timeNanos, offset);
    }

    @Override
    public void checkpoint(long ticket) {
      to.checkpoint(ticket);
    }

    @Override
    public void checkpoint(long ticket, Position position) {
      to.checkpoint(ticket, position);
    }

    @Override
    public void lost(Loss loss) {
      to.lost(loss);
    }

    @Override
    public void malformed(String kind, String place, String reason) {
      to.malformed(kind, place, reason);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.source.Source;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files with something wrong in them: it is told, and the good records around it are read. */
final class BadRecordsTest extends LogFolder {

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
}

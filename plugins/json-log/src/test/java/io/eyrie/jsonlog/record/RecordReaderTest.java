// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.jsonlog.projection.JsonPath;
import io.eyrie.jsonlog.projection.Projector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges are the same, whether whole records are known for what they are or not. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class RecordReaderTest {

  private static final int CAP = 1 << 20;

  private final Recogniser recogniser;

  RecordReaderTest(boolean recognised) {
    Projector projector = new Projector(List.of(JsonPath.of("/a")), List.of("Records"));
    recogniser =
        new Recogniser() {
          @Override
          public int end(byte[] bytes, int from, int to, boolean mayWrap) {
            return recognised ? projector.project(bytes, from, to, mayWrap) : -1;
          }

          @Override
          public int lastLineFeed() {
            return projector.lastLineFeed();
          }
        };
  }

  @Test
  void takesARecordPerLine() throws IOException {
    assertThat(ranges("{\"a\":1}\n{\"a\":2}\n{\"a\":3}"))
        .containsExactly("0:1 {\"a\":1}", "8:2 {\"a\":2}", "16:3 {\"a\":3}", "END");
  }

  @Test
  void takesTheRecordsOfAnEnvelope() throws IOException {
    assertThat(ranges("{\"Records\":[{\"a\":1},{\"a\":[{}]}]}"))
        .containsExactly("12:1 {\"a\":1}", "20:1 {\"a\":[{}]}", "END");
  }

  @Test
  void takesTheRecordsOfAnEnvelopeWithOtherMembersAround() throws IOException {
    assertThat(
            ranges(
                "{ \"v\" : {\"Records\":[{\"no\":1}]}, \"Records\" :\n[ {\"a\":1} ], \"tail\":"
                    + " [{\"x\":\"]}\"}] }\n{\"b\":1}"))
        .containsExactly("46:2 {\"a\":1}", "80:3 {\"b\":1}", "END");
  }

  @Test
  void takesPrettyPrintedRecordsAndEnvelopes() throws IOException {
    String record =
        "{\n  \"a\" : {\n    \"b\" : [\n      {\n        \"c\" : \"}\"\n      }\n    ]\n  }\n}";
    assertThat(ranges(record + "\n" + record))
        .containsExactly("0:1 " + record, record.length() + 1 + ":10 " + record, "END");
    String envelope = "{\n  \"Records\": [\n" + record + ",\n" + record + "\n  ]\n}\n";
    assertThat(ranges(envelope))
        .containsExactly("17:3 " + record, 19 + record.length() + ":12 " + record, "END");
  }

  @Test
  void takesPrettyPrintedRecordsWithoutIndentation() throws IOException {
    String record = "{\n\"r\": [\n{\n\"c\": 1\n},\n{\n\"c\": 2\n}\n],\n\"o\": {\n\"x\": 1\n}\n}";
    assertThat(ranges(record + "\n" + record))
        .containsExactly("0:1 " + record, record.length() + 1 + ":14 " + record, "END");
  }

  @Test
  void takesTheElementsOfABareArray() throws IOException {
    assertThat(ranges("[{\"a\":1}, 7, \"x,]\", [1], {\"a\":2}]"))
        .containsExactly(
            "1:1 {\"a\":1}", "10:1 7", "13:1 \"x,]\"", "20:1 [1]", "25:1 {\"a\":2}", "END");
  }

  @Test
  void leavesBracketsAndQuotesInsideOfStringsAlone() throws IOException {
    assertThat(ranges("{\"a\":\"}{][\\\"}\\\\\"}{\"b\":\"\\\\\"}"))
        .containsExactly("0:1 {\"a\":\"}{][\\\"}\\\\\"}", "17:1 {\"b\":\"\\\\\"}", "END");
  }

  @Test
  void passesOverAByteOrderMark() throws IOException {
    assertThat(ranges("\uFEFF{\"a\":1}\n")).containsExactly("3:1 {\"a\":1}", "END");
    assertThat(ranges("\uFEFF")).containsExactly("END");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t\r\n ", "[]", "{\"Records\":[]}", "\n[ ]\n"})
  void findsNothingInEmptyInput(String input) throws IOException {
    assertThat(ranges(input)).containsExactly("END");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1",
        "{\"a\":{\"b\":1}",
        "{\"a\":[{\"b\":1},",
        "{\"a\":\"unfinished",
        "{\"a\":\"unfinished}",
        "{\"a\":\"back\\",
        "{\"a\":1]",
        "{\"a\":",
        "nonsense",
        "}",
        "]"
      })
  void findsTheNextLineBehindABrokenOne(String broken) throws IOException {
    String good = "{\"good\":1}";
    List<String> found = ranges(good + "\n" + broken + "\n" + good + "\n" + good + "\n");
    assertThat(found).filteredOn(range -> range.endsWith(good)).hasSize(3);
    assertThat(found).hasSize(5).endsWith("END");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":{\"b\":1}",
        "{\"a\":\"unfinished",
        "{\"a\":\"unfinished}",
        "{\"a\":",
        "{\"a\":1,"
      })
  void findsTheSecondLineBehindABrokenFirst(String broken) throws IOException {
    assertThat(ranges(broken + "\n{\"good\":1}\n"))
        .hasSize(3)
        .contains("END")
        .anyMatch(range -> range.endsWith(":2 {\"good\":1}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":[1}", "{\"a\":1]}", "{\"a\":{\"b\":2}", "tru", "{]"})
  void findsTheNextRecordOfAnEnvelopeBehindABrokenOne(String broken) throws IOException {
    List<String> found = ranges("{\"Records\":[{\"good\":1}," + broken + ",{\"good\":2}]}");
    assertThat(found).anyMatch(range -> range.endsWith("{\"good\":1}"));
    if (!broken.contains("]")) {
      assertThat(found).anyMatch(range -> range.endsWith("{\"good\":2}")).hasSize(4);
    }
  }

  @Test
  void tellsWhereAnInputEndsInsideOfARecord() throws IOException {
    assertThat(ranges("{\"a\":1}\n{\"a\":")).containsExactly("0:1 {\"a\":1}", "UNFINISHED 8:2");
    assertThat(ranges("{\"Records\":[{\"a\":1},{\"a\""))
        .containsExactly("12:1 {\"a\":1}", "UNFINISHED 20:1");
    assertThat(ranges("{\"Records\":[{\"a\":1},"))
        .containsExactly("12:1 {\"a\":1}", "UNFINISHED 20:1");
    assertThat(ranges("{\"Records\":[{\"a\":1}]"))
        .containsExactly("12:1 {\"a\":1}", "UNFINISHED 20:1");
  }

  @Test
  void skipsARecordOverTheCapAndGoesOn() throws IOException {
    String large = "{\"a\":\"" + "x".repeat(5000) + "\",\"b\":[{},{}]}";
    String small = "{\"a\":1}";
    for (int cap : new int[] {16, 100, 1000, 4000}) {
      assertThat(ranges(small + "\n" + large + "\n" + small, cap))
          .containsExactly(
              "0:1 " + small, "OVERSIZED 8:2", large.length() + 9 + ":3 " + small, "END");
      assertThat(ranges("{\"Records\":[" + large + "," + small + "]}", cap))
          .containsExactly("OVERSIZED 12:1", large.length() + 13 + ":1 " + small, "END");
    }
    assertThat(ranges(large, large.length())).containsExactly("0:1 " + large, "END");
    assertThat(ranges(large, large.length() - 1)).containsExactly("OVERSIZED 0:1", "END");
  }

  @Test
  void findsTheSameRecordsHoweverTheBytesArrive() throws IOException {
    String text =
        "{\"a\":\"x\\\"\\\\\",\"ü\":[1,{\"n\":\"\\n\"}]}\n\n{\"b\":{\"c\":\"\\u00e9\"}}\r\n[{\"d\":1},{\"e\":\"]\"}]{\"Records\":[{\"f\":1}]}";
    List<String> whole = ranges(text);
    for (int chunk = 1; chunk < 40; chunk++) {
      assertThat(steps(trickle(text.getBytes(UTF_8), chunk), Mark.BEGIN, CAP)).isEqualTo(whole);
      assertThat(steps(trickle(text.getBytes(UTF_8), chunk), Mark.BEGIN, 64)).isEqualTo(whole);
    }
  }

  @Test
  void readsGzipInSeveralMembers() throws IOException {
    byte[] both = join(gzip("{\"a\":1}\n{\"a\""), gzip(":2}\n"));
    assertThat(steps(new ByteArrayInputStream(both), Mark.BEGIN, CAP))
        .containsExactly("0:1 {\"a\":1}", "8:2 {\"a\":2}", "END");
  }

  @Test
  void givesWhatATruncatedGzipHolds() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 2000; i++) {
      text.append("{\"number\":").append(i * 7919L % 100_003).append("}\n");
    }
    byte[] whole = gzip(text.toString());
    int before = -1;
    for (int length = 0; length < whole.length; length += 97) {
      try (RecordReader reader =
          RecordReader.open(
                  new ByteArrayInputStream(whole, 0, length),
                  Mark.BEGIN,
                  List.of("Records"),
                  CAP,
                  recogniser)
              .orElseThrow()) {
        int records = 0;
        Step step = reader.next();
        while (step == Step.RECORD) {
          records++;
          step = reader.next();
        }
        assertThat(records).isGreaterThanOrEqualTo(Math.max(before, 0));
        before = records;
        assertThat(reader.truncatedCompression()).isEqualTo(length >= 2);
      }
    }
    assertThat(before).isGreaterThan(1000);
  }

  @Test
  void goesOnFromAnyMark() throws IOException {
    for (String text :
        List.of(
            "{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}\n",
            "{\"Records\":[{\"a\":1},\n{\"a\":2},{\"a\":3}]}\n{\"Records\":[{\"a\":4}]}",
            "[{\"a\":1},{\"a\":2}] {\"a\":3}\n"
                + "{\"long\":\""
                + "y".repeat(3000)
                + "\"}\n{\"b\":1}")) {
      List<String> whole = ranges(text);
      List<Mark> marks = new ArrayList<>();
      marks.add(Mark.BEGIN);
      try (RecordReader reader = open(text.getBytes(UTF_8), Mark.BEGIN)) {
        while (reader.next() == Step.RECORD) {
          marks.add(reader.position());
        }
        marks.add(reader.position());
      }
      for (int i = 0; i < marks.size(); i++) {
        List<String> rest = whole.subList(Math.min(i, whole.size() - 1), whole.size());
        assertThat(steps(new ByteArrayInputStream(text.getBytes(UTF_8)), marks.get(i), CAP))
            .isEqualTo(rest);
        assertThat(steps(new ByteArrayInputStream(gzip(text)), marks.get(i), CAP)).isEqualTo(rest);
      }
    }
  }

  @Test
  void doesNotGoOnInAnotherInput() throws IOException {
    byte[] old = "{\"a\":1}\n{\"a\":2}\n".getBytes(UTF_8);
    Mark mark;
    try (RecordReader reader = open(old, Mark.BEGIN)) {
      reader.next();
      mark = reader.position();
    }
    assertThat(
            RecordReader.open(
                new ByteArrayInputStream("{\"b\":1}\n{\"b\":2}\n".getBytes(UTF_8)),
                mark,
                List.of(),
                CAP,
                recogniser))
        .isEmpty();
    assertThat(
            RecordReader.open(
                new ByteArrayInputStream("{\"a\"".getBytes(UTF_8)),
                mark,
                List.of(),
                CAP,
                recogniser))
        .isEmpty();
  }

  @Test
  void takesNestingOfAnyDepth() throws IOException {
    String deep = "{\"a\":" + "[".repeat(20_000) + "]".repeat(20_000) + "}";
    assertThat(ranges(deep + "\n{}"))
        .containsExactly("0:1 " + deep, deep.length() + 1 + ":2 {}", "END");
  }

  private List<String> ranges(String input) throws IOException {
    return ranges(input, CAP);
  }

  private List<String> ranges(String input, int cap) throws IOException {
    return steps(new ByteArrayInputStream(input.getBytes(UTF_8)), Mark.BEGIN, cap);
  }

  private RecordReader open(byte[] bytes, Mark from) throws IOException {
    return RecordReader.open(
            new ByteArrayInputStream(bytes), from, List.of("Records"), CAP, recogniser)
        .orElseThrow();
  }

  /** Each step: offset and line of the record, and its trimmed text. */
  private List<String> steps(InputStream in, Mark from, int cap) throws IOException {
    List<String> found = new ArrayList<>();
    try (RecordReader reader =
        RecordReader.open(in, from, List.of("Records"), cap, recogniser).orElseThrow()) {
      while (true) {
        Step step = reader.next();
        String place = reader.recordOffset() + ":" + reader.recordLine();
        switch (step) {
          case RECORD ->
              found.add(
                  place
                      + " "
                      + new String(reader.array(), reader.offset(), reader.length(), UTF_8)
                          .strip());
          case OVERSIZED -> found.add("OVERSIZED " + place);
          case UNFINISHED -> {
            found.add("UNFINISHED " + place);
            return found;
          }
          case END -> {
            found.add("END");
            return found;
          }
        }
      }
    }
  }

  private static InputStream trickle(byte[] bytes, int chunk) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] into, int offset, int length) {
        return super.read(into, offset, Math.min(length, chunk));
      }
    };
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of all versions are read; what is wrong with one is told with the byte. */
class CaptureReaderTest {

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    }
    return packed.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  @Test
  void aCompressedCaptureIsReadAsAPlainOne() throws IOException {
    assertThat(Events.read(gzip(Events.sample()))).isEqualTo(Events.read(Events.sample()));
  }

  @Test
  void partsThatWereCompressedOneByOneAreOneStream() throws IOException {
    byte[] sample = Events.sample();
    byte[] parts =
        join(
            gzip(Arrays.copyOf(sample, 100)), gzip(Arrays.copyOfRange(sample, 100, sample.length)));

    assertThat(Events.read(parts)).isEqualTo(Events.read(sample));
  }

  @Test
  void aCaptureBehindAnotherBeginsAnew() {
    List<String> once = Events.read(Events.sample());
    Facts facts = new Facts();

    List<String> twice = Events.read(join(Events.sample(), Events.sample()), facts);

    assertThat(twice).hasSize(9);
    assertThat(twice.subList(0, 4)).isEqualTo(once);
    assertThat(twice.get(4)).isEqualTo("section");
    assertThat(twice.subList(5, 9)).isEqualTo(once);
    assertThat(facts.told).hasSize(2);
  }

  @Test
  void blocksOfNewerProgramsBeforeTheEventsAreLeftOut() {
    assertThat(
            Blocks.capture()
                .block(0x7777, body -> body.i64(1).i64(2))
                .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0))
                .read())
        .containsExactly("5 close 1000@7/0 res=0000000000000000");
  }

  @Test
  void eventsOfNewerProgramsAreLeftOut() {
    assertThat(
            Blocks.capture()
                .oldEvent(9999, 7, Blocks.i64(0))
                .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0))
                .read())
        .containsExactly("5 close 1000@7/0 res=0000000000000000");
  }

  @Test
  void aSectionHeaderMayHaveOptions() {
    Blocks blocks =
        new Blocks()
            .block(
                BlockType.SECTION,
                body -> body.i32(0x1A2B3C4D).u16(1).u16(0).i64(-1).raw(new byte[40]))
            .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0));

    assertThat(blocks.read()).containsExactly("5 close 1000@7/0 res=0000000000000000");
  }

  @Test
  void oldEventsHaveAsManyParametersAsFillThem() {
    assertThat(
            Blocks.capture()
                .oldEvent(Events.READ_EXIT, 7, Blocks.i64(2), new byte[] {65, 66})
                .oldEvent(Events.READ_ENTRY, 7, Blocks.i64(3), Blocks.i32(512))
                .read())
        .containsExactly(
            "7 read 1000@7/0 res=0200000000000000 data=4142",
            "6 read 1000@7/0 fd=0300000000000000 size=00020000");
  }

  /** The columns that each version of the process list has, and what the others are then. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void processListsOfAllVersionsAreRead(int version) {
    int type = new int[] {0, 0x202, 0x207, 0x209, 0x210, 0x211, 0x212, 0x213, 0x214}[version];
    Facts facts = new Facts();
    Blocks blocks =
        Blocks.capture()
            .block(
                type,
                body -> {
                  for (int tid = 1; tid <= 2; tid++) {
                    oldThread(body, version, tid);
                  }
                })
            .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0));

    assertThat(Events.read(blocks.bytes(), facts)).hasSize(1);
    assertThat(facts.told).hasSize(2);
    assertThat(facts.told.get(1))
        .contains("tid=2, pid=2, ptid=1, sid=" + (version >= 6 ? 70 : -1))
        .contains("vtid=" + (version >= 4 ? 80 : -1))
        .contains("vpgid=" + (version >= 8 ? 71 : -1))
        .contains("comm=sh, exe=/bin/sh, exepath=" + (version >= 7 ? "/usr/bin/sh" : "") + ",")
        .contains("args=-c|, env=" + (version >= 3 ? "A=b|" : "") + ", cwd=/root")
        .contains("uid=1000, gid=1001, loginUid=4294967295")
        .contains("sizeKib=" + (version >= 2 ? 50 : 0))
        .contains("fdLimit=1024, flags=65536");
  }

  private static void oldThread(BlockBuilder body, int version, int tid) {
    body.i64(tid).i64(tid).i64(1);
    if (version >= 6) {
      body.i64(70);
    }
    if (version >= 8) {
      body.i64(71);
    }
    body.text(Facts.bytes("sh"), 99).text(Facts.bytes("/bin/sh"), 99);
    if (version >= 7) {
      body.text(Facts.bytes("/usr/bin/sh"), 99);
    }
    body.text(Facts.bytes("-c\0"), 99).text(Facts.bytes("/root"), 99);
    body.i64(1024).i32(65536).i32(1000).i32(1001);
    if (version >= 2) {
      body.i32(50).i32(51).i32(52).i64(53).i64(54);
    }
    if (version >= 3) {
      body.text(Facts.bytes("A=b\0"), 99);
    }
    if (version >= 4) {
      body.i64(80).i64(81).text(Facts.bytes("cpu=/\0"), 99);
    }
    if (version >= 5) {
      body.text(Facts.bytes("/"), 99);
    }
  }

  /** What the tail of an entry of version 9 has depends on when it was written. */
  @ParameterizedTest
  @CsvSource({
    "0, 4294967295, false, -1, 0",
    "4, 500, false, -1, 0",
    "5, 500, true, -1, 0",
    "29, 500, true, -1, 0",
    "30, 500, true, -1, 0",
    "66, 500, true, -1, 900",
    "67, 500, true, -1, 900",
    "68, 500, true, -1, 900",
    "76, 500, true, 600, 900",
    "90, 500, true, 600, 900"
  })
  void tailsOfAllLengthsAreRead(
      int length, long loginUid, boolean writable, long pgid, long initStart) {
    BlockBuilder tail = new BlockBuilder().begin(0);
    if (length > 30) {
      tail.i64(900).i32(3);
    }
    tail.i32(500).u8(1).i64(1).i64(2).i64(3).u8(1).i64(4).i64(5).i64(6).u8(1).u8(1).i64(600);
    tail.raw(new byte[32]);
    Facts facts = new Facts();
    Blocks blocks =
        Blocks.capture()
            .block(
                BlockType.PROCESSES_9,
                body -> {
                  int at = body.lengthHere();
                  int start = body.size() - 4;
                  body.i64(5).i64(5).i64(1).i64(-1).i64(-1);
                  body.text(Facts.bytes("sh"), 9).text(new byte[0], 9).text(new byte[0], 9);
                  body.text(new byte[0], 9).text(new byte[0], 9).i64(9).i32(0).i32(1).i32(1);
                  body.i32(0).i32(0).i32(0).i64(0).i64(0).text(new byte[0], 9).i64(5).i64(5);
                  body.text(new byte[0], 9).text(new byte[0], 9);
                  body.raw(tail.bytes(), 8, length);
                  body.setLength(at, body.size() - start);
                })
            .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0));

    assertThat(Events.read(blocks.bytes(), facts)).hasSize(1);
    assertThat(facts.told)
        .singleElement()
        .asString()
        .contains("loginUid=" + loginUid)
        .contains("writable=" + writable)
        .contains("pgid=" + pgid + ")")
        .contains("pidnsInitStartNanos=" + initStart);
  }

  @Test
  void aCaptureThatIsCutOffAnywhereKeepsWhatCameBefore() {
    byte[] sample = Events.sample();
    List<String> all = Events.read(sample);
    for (int length = 0; length < sample.length; length++) {
      List<String> read = Events.read(Arrays.copyOf(sample, length));

      List<String> events = read.stream().filter(line -> !line.startsWith("byte ")).toList();
      assertThat(events).isEqualTo(all.subList(0, events.size()));
      boolean between = events.size() == read.size();
      assertThat(between || read.getLast().startsWith("byte ")).isTrue();
      if (!between && length >= 8) {
        assertThat(read.getLast()).startsWith("byte " + length + ": the capture ");
      }
    }
  }

  @Test
  void aCompressedCaptureThatIsCutOffSaysSo() throws IOException {
    byte[] packed = gzip(Events.sample());

    assertThat(Events.read(Arrays.copyOf(packed, packed.length - 20)).getLast())
        .endsWith("the bytes that follow can't be read: the compressed data are cut off");
  }

  @Test
  void whatIsNoCaptureIsRefused() {
    assertThat(Events.read(Facts.bytes("{\"a\": 1, \"b\": 2}")))
        .containsExactly(
            "byte 0: this is no capture: it does not begin with a section header (0a 0d 0d 0a)");
    assertThat(Events.read(new byte[0]))
        .containsExactly(
            "byte 0: this is no capture: it does not begin with a section header (0a 0d 0d 0a)");
  }

  @Test
  void aCaptureOfABigEndianMachineIsNamed() {
    assertThat(
            new Blocks()
                .block(BlockType.SECTION, body -> body.i32(0x4D3C2B1A).i32(1).i64(-1))
                .read())
        .containsExactly(
            "byte 8: the capture was made on a big-endian machine, which can't be read");
  }

  @Test
  void aCaptureOfALaterFormatIsNamed() {
    assertThat(
            new Blocks()
                .block(BlockType.SECTION, body -> body.i32(0x1A2B3C4D).u16(2).u16(0).i64(-1))
                .read())
        .containsExactly("byte 12: the capture is of version 2; versions up to 1 can be read");
  }

  @Test
  void aCaptureWithoutEventsIsNamed() {
    assertThat(Blocks.capture().read())
        .containsExactly("byte 28: the capture ends without any event");
  }

  @Test
  void anEntryBeyondTheEndOfItsBlockIsNamed() {
    assertThat(Blocks.capture().block(BlockType.PROCESSES_9, body -> body.i32(5000).i64(1)).read())
        .containsExactly("byte 40: an entry goes beyond the end of the process list");
  }

  @Test
  void aTableAmongEventsIsNamed() {
    assertThat(
            Blocks.capture()
                .oldEvent(Events.CLOSE_EXIT, 7, Blocks.i64(0))
                .block(BlockType.USERS_2, body -> {})
                .read()
                .getLast())
        .endsWith("a block of the type 0x220 stands among events");
  }
}

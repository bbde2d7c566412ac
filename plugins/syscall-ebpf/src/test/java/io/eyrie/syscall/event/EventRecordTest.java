// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reading records, and the words that go with them. */
final class EventRecordTest {

  private final EventRecord record = new EventRecord();

  @Test
  void eachShapeIsReadAtItsOffsets() {
    Records.path(RecordKind.OPENAT, 42, "cat", -100, 1, "/etc/f").result(-2).uid(-2).into(record);
    assertThat(RecordKind.ofCode(record.kind())).isEqualTo(RecordKind.OPENAT);
    assertThat(record.tgid()).isEqualTo(42);
    assertThat(record.result()).isEqualTo(-2);
    assertThat(record.uid()).isEqualTo(4294967294L);
    assertThat(record.dirfd()).isEqualTo(-100);
    assertThat(text(record.pathOffset(), record.pathLength())).isEqualTo("/etc/f");
    assertThat(text(record.commOffset(), record.commLength())).isEqualTo("cat");

    Records.exec(
            7,
            "sh",
            new String[] {"leaf", "top"},
            new String[] {"dash", "bin"},
            new String[] {},
            "sh",
            "-c")
        .into(record);
    assertThat(text(record.cgroupOffset(), record.cgroupLength())).isEqualTo("leaf\0top\0");
    assertThat(text(record.exeOffset(), record.exeLength())).isEqualTo("dash\0bin\0");
    assertThat(record.cwdLength()).isZero();
    assertThat(text(record.argsOffset(), record.argsLength())).isEqualTo("sh\0-c\0");
  }

  @Test
  void whatIsTooShortOrTooLongIsNoRecord() {
    assertThat(record.load(MemorySegment.ofArray(new byte[55]), 0, 55)).isFalse();
    assertThat(record.load(MemorySegment.ofArray(new byte[20_000]), 0, 20_000)).isFalse();
    assertThat(record.load(MemorySegment.ofArray(new byte[56]), 0, 56)).isTrue();
  }

  @Test
  void lengthsThatLeadOutOfTheRecordAreCut() {
    byte[] bytes = Records.path(RecordKind.OPEN, 1, "x", 0, 0, "/a/long/path").bytes();
    assertThat(record.load(MemorySegment.ofArray(bytes), 0, 74)).isTrue();
    assertThat(record.pathLength()).isEqualTo(2);
    assertThat(record.addressLength()).isZero();
  }

  @Test
  void errorsHaveTheirNames() {
    assertThat(
            Stream.of(1L, 2L, 40L, 42L, 57L, 59L, 110L, 111L, 115L, 125L, 512L, 530L)
                .map(Errno::name))
        .containsExactly(
            "EPERM",
            "ENOENT",
            "ELOOP",
            "ENOMSG",
            "EBADSLT",
            "EBFONT",
            "ETIMEDOUT",
            "ECONNREFUSED",
            "EINPROGRESS",
            "ECANCELED",
            "ERESTARTSYS",
            "EIOCBRETRY");
    assertThat(Errno.name(41)).isNull();
    assertThat(Errno.name(9999)).isNull();
    assertThat(Errno.describe(9999)).isEqualTo("error 9999");
  }

  @Test
  void addressesAreWrittenInTheirShortestForm() {
    assertThat(v6("::")).isEqualTo("::");
    assertThat(v6("::1")).isEqualTo("::1");
    assertThat(v6("2001:db8:0:0:1:0:0:1")).isEqualTo("2001:db8::1:0:0:1");
    assertThat(v6("fe80:0:1:0:0:0:0:0")).isEqualTo("fe80:0:1::");
    assertThat(v6("1:2:3:4:5:6:7:8")).isEqualTo("1:2:3:4:5:6:7:8");
    assertThat(v6("1:0:3:4:5:6:7:8")).isEqualTo("1:0:3:4:5:6:7:8");
    byte[] mapped = new byte[16];
    mapped[10] = -1;
    mapped[11] = -1;
    mapped[12] = 127;
    mapped[15] = 1;
    Text text = new Text();
    InetText.appendV6(text, mapped, 0);
    assertThat(text).hasToString("::ffff:127.0.0.1");
    assertThat(InetText.mapped(mapped, 0)).isTrue();
    assertThat(InetText.mapped(InetAddress.ofLiteral("::1").getAddress(), 0)).isFalse();
    assertThat(InetText.mapped(new byte[16], 0)).isTrue();
  }

  @Test
  void numbersAreWrittenWithoutGarbage() {
    Text text = new Text();
    text.appendDecimal(0).append(' ').appendDecimal(65535).append(' ').appendHex(0).append(' ');
    text.appendHex(0xffff8880ab00L).append(' ').appendDecimal(Long.MAX_VALUE);
    assertThat(text).hasToString("0 65535 0 ffff8880ab00 9223372036854775807");
  }

  private static String v6(String address) {
    Text text = new Text();
    InetText.appendV6(text, InetAddress.ofLiteral(address).getAddress(), 0);
    return text.toString();
  }

  private String text(int offset, int length) {
    return new String(record.bytes(), offset, length, StandardCharsets.UTF_8);
  }
}

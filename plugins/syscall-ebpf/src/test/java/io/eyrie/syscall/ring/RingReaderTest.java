// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reading a ring by the kernel's protocol. */
final class RingReaderTest {

  private final FakeRing ring = new FakeRing(256);
  private final Lanes reader = lanes(ring);
  private final List<String> read = new ArrayList<>();
  private final List<Long> positions = new ArrayList<>();

  @Test
  void recordsComeInOrderAndTheirRoomIsGivenBack() {
    ring.write(bytes("one"));
    ring.write(bytes("two and more"));

    assertThat(reader.isEmpty()).isFalse();
    assertThat(drain(100)).isEqualTo(2);

    assertThat(read).containsExactly("one", "two and more");
    assertThat(positions).containsExactly(0L, 16L);
    assertThat(ring.consumed()).isEqualTo(40);
    assertThat(reader.isEmpty()).isTrue();
    assertThat(drain(100)).isZero();
  }

  @Test
  void aRecordStillWrittenStopsTheReaderUntilItIsFinished() {
    ring.write(bytes("first"));
    long busy = ring.writeBusy(bytes("late"));
    ring.write(bytes("last"));

    assertThat(drain(100)).isEqualTo(1);
    assertThat(reader.isEmpty()).isFalse();
    ring.finish(busy, 4);

    assertThat(drain(100)).isEqualTo(2);
    assertThat(read).containsExactly("first", "late", "last");
  }

  @Test
  void whatWasGivenUpIsSkippedAndFreed() {
    ring.writeDiscarded(bytes("token"));
    ring.write(bytes("real"));

    assertThat(drain(100)).isEqualTo(1);

    assertThat(read).containsExactly("real");
    assertThat(ring.consumed()).isEqualTo(32);
  }

  @Test
  void positionsNeverRepeatWhileTheRingGoesRound() {
    for (int i = 0; i < 100; i++) {
      ring.write(bytes("record number " + i + " of a ring that goes round"));
      assertThat(drain(100)).isEqualTo(1);
      assertThat(read.getLast()).isEqualTo("record number " + i + " of a ring that goes round");
    }
    assertThat(positions).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aLimitLeavesTheRestForTheNextTime() {
    ring.write(bytes("a"));
    ring.write(bytes("b"));
    ring.write(bytes("c"));

    assertThat(drain(2)).isEqualTo(2);
    assertThat(drain(2)).isEqualTo(1);
    assertThat(read).containsExactly("a", "b", "c");
  }

  @Test
  void aHandlerThatFailsDoesNotMeetTheSameRecordAgain() {
    ring.write(bytes("poison"));
    ring.write(bytes("good"));

    assertThatThrownBy(() ->
            reader.drain(
                (data, offset, length, position) -> {
                  throw new IllegalStateException("rule");
                },
                10))
        .hasMessage("rule");

    assertThat(drain(10)).isEqualTo(1);
    assertThat(read).containsExactly("good");
  }

  @Test
  void aNewReaderGoesOnWhereTheLastStopped() {
    ring.write(bytes("a"));
    drain(1);
    ring.write(bytes("b"));

    assertThat(lanes(ring).drain(this::take, 10)).isEqualTo(1);
    assertThat(read).containsExactly("a", "b");
  }

  /** With a second ring that stays empty. */
  private static Lanes lanes(FakeRing ring) {
    return new Lanes(ring.reader(), new FakeRing(64).reader(), 0);
  }

  private int drain(int limit) {
    return reader.drain(this::take, limit);
  }

  private void take(MemorySegment data, long offset, int length, long position) {
    read.add(
        new String(
            data.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8));
    positions.add(position);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two rings as one stream in the order of time. */
final class LanesTest {

  private final FakeRing files = new FakeRing(1024);
  private final FakeRing processes = new FakeRing(1024);
  private final Lanes lanes = new Lanes(files.reader(), processes.reader(), 0);
  private final List<Long> read = new ArrayList<>();
  private final List<Long> positions = new ArrayList<>();

  @Test
  void recordsOfBothComeByTheirTime() {
    files.write(at(2));
    processes.write(at(1));
    files.write(at(4));
    processes.write(at(3));
    processes.write(at(5));

    assertThat(drain(10)).isEqualTo(5);

    assertThat(read).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(positions).isSorted().doesNotHaveDuplicates();
    assertThat(lanes.isEmpty()).isTrue();
  }

  @Test
  void aProcessComesBeforeWhatItDidAtTheSameTime() {
    files.write(at(7));
    processes.write(at(7));

    drain(1);

    assertThat(processes.consumed()).isEqualTo(16);
    assertThat(files.consumed()).isZero();
  }

  @Test
  void oneThatIsStillWrittenHoldsBackWhatMayFollowIt() {
    long busy = processes.writeBusy(at(1));
    files.write(at(2));

    assertThat(drain(10)).isZero();
    processes.finish(busy, 8);

    assertThat(drain(10)).isEqualTo(2);
    assertThat(read).containsExactly(1L, 2L);
  }

  @Test
  void aLimitLeavesTheRestForTheNextTime() {
    for (int i = 0; i < 6; i++) {
      (i % 2 == 0 ? files : processes).write(at(i));
    }
    assertThat(drain(4)).isEqualTo(4);
    assertThat(drain(4)).isEqualTo(2);
    assertThat(read).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void theWakeUpTokenIsPassedOver() {
    processes.writeDiscarded(at(0));
    files.write(at(1));

    assertThat(drain(10)).isEqualTo(1);
    assertThat(processes.consumed()).isEqualTo(16);
    assertThat(lanes.isEmpty()).isTrue();
  }

  private int drain(int limit) {
    return lanes.drain(this::take, limit);
  }

  private void take(MemorySegment data, long offset, int length, long position) {
    read.add(data.get(ValueLayout.JAVA_LONG, offset));
    positions.add(position);
  }

  private static byte[] at(long time) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(time).array();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When the heap is collected so that memory goes back to the system. */
class HeapTrimTest {

  private long heapMib;
  private int collections;
  private final HeapTrim trim = new HeapTrim(() -> heapMib << 20, () -> collect(40));

  @Test
  void onceAfterTheStartAndThenWhenItHasGrown() {
    heapMib = 30;
    trim.look();
    assertThat(collections).as("what the start left behind").isEqualTo(1);

    heapMib = 55;
    trim.look();
    assertThat(collections).as("not for a little").isEqualTo(1);

    heapMib = 60;
    trim.look();
    assertThat(collections).isEqualTo(2);
    trim.look();
    assertThat(collections).as("not again").isEqualTo(2);
  }

  @Test
  void aLargeHeapMayGrowMore() {
    HeapTrim large = new HeapTrim(() -> heapMib << 20, () -> collect(200));
    large.look();
    heapMib = 299;
    large.look();
    assertThat(collections).isEqualTo(1);
    heapMib = 300;
    large.look();
    assertThat(collections).isEqualTo(2);
  }

  private void collect(int leavesMib) {
    collections++;
    heapMib = leavesMib;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.ring.Doorbell;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;

/** Sleeps in {@code poll(2)} on the ring's descriptor until the program sends a wake-up. */
final class RingDoorbell implements Doorbell {

  private static final short POLLIN = 1;

  private final LibC c;
  private final SharedState shared;
  private final MemorySegment descriptors;

  RingDoorbell(LibC c, SharedState shared, int fd, Arena arena) {
    this.c = c;
    this.shared = shared;
    this.descriptors = arena.allocate(8, 4);
    descriptors.set(ValueLayout.JAVA_INT, 0, fd);
    descriptors.set(ValueLayout.JAVA_SHORT, 4, POLLIN);
  }

  @Override
  public void arm() {
    shared.needWake(true);
  }

  @Override
  public void disarm() {
    shared.needWake(false);
  }

  @Override
  public void await(Duration atMost) {
    // The result does not matter: whatever it was, the reader looks at the ring next.
    c.poll(descriptors.address(), 1, Math.toIntExact(atMost.toMillis()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Gives out descriptors up to a bound and takes them back to be used again, so that opening and
 * closing a file makes no garbage. What is refused is counted. One thread.
 */
final class DescriptorPool {

  /** Names longer than this are left to the collector instead of being kept for the next file. */
  private static final int KEPT_NAME = 512;

  private static final int KEPT = 4096;

  private final int max;
  private final ArrayDeque<Descriptor> free = new ArrayDeque<>();
  private int inUse;
  private long refused;

  DescriptorPool(int max) {
    this.max = max;
  }

  /** A descriptor with one reference and an empty name, or null when there are too many. */
  @Nullable Descriptor take(DescriptorType type) {
    if (inUse >= max) {
      refused++;
      return null;
    }
    inUse++;
    Descriptor descriptor = free.pollLast();
    if (descriptor == null) {
      descriptor = new Descriptor();
    }
    descriptor.references = 1;
    descriptor.clear(type);
    return descriptor;
  }

  void release(Descriptor descriptor) {
    if (--descriptor.references == 0) {
      inUse--;
      if (free.size() < KEPT && descriptor.rename().bytes().length <= KEPT_NAME) {
        free.addLast(descriptor);
      }
    }
  }

  int inUse() {
    return inUse;
  }

  long refused() {
    return refused;
  }
}

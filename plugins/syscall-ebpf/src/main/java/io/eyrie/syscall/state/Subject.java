// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import org.jspecify.annotations.Nullable;

/** What the current event is about: its thread and its descriptor. One, reused. */
final class Subject {

  private @Nullable ThreadEntry thread;
  private long fd = -1;
  private @Nullable Descriptor descriptor;
  private boolean nameChanged;
  private final Descriptor spare = new Descriptor();

  @Nullable ThreadEntry thread() {
    return thread;
  }

  long fd() {
    return fd;
  }

  @Nullable Descriptor descriptor() {
    return descriptor;
  }

  boolean nameChanged() {
    return nameChanged;
  }

  /** Another event begins. */
  void begin(@Nullable ThreadEntry newThread) {
    thread = newThread;
    fd = -1;
    descriptor = null;
    nameChanged = false;
  }

  /** The thread was made by the event. */
  void is(ThreadEntry newThread) {
    thread = newThread;
  }

  /** The descriptor that the event names. */
  void use(long newFd, @Nullable Descriptor newDescriptor) {
    fd = newFd;
    descriptor = newDescriptor;
  }

  /** A descriptor for this event alone, when the table takes no more. */
  Descriptor spare(DescriptorType type) {
    spare.clear(type);
    return spare;
  }

  void renamed() {
    nameChanged = true;
  }
}

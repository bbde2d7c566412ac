// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.was.state.Descriptor;
import io.eyrie.syscall.was.state.ProcessEntry;
import io.eyrie.syscall.was.state.SystemState;
import org.jspecify.annotations.Nullable;

/**
 * The event being judged, with the process and the descriptor that it is about: what fields are
 * extracted from. One, used for all events of a source; one thread.
 */
public final class CurrentEvent {

  private final EventRecord record = new EventRecord();
  private final SystemState state;
  private RecordKind kind = RecordKind.PROCEXIT;
  private @Nullable ProcessEntry process;
  private int fd;
  private @Nullable Descriptor descriptor;

  /** Of this system. */
  public CurrentEvent(SystemState state) {
    this.state = state;
  }

  /** The record; the next one is loaded into it. */
  public EventRecord record() {
    return record;
  }

  /** What is known of the system. */
  public SystemState state() {
    return state;
  }

  /** Takes the loaded record as the event, after what had to be applied before it was. */
  public void begin(RecordKind newKind, ProcessEntry newProcess) {
    kind = newKind;
    process = newProcess;
    fd = subject();
    descriptor = fd < 0 || !state.descriptorsKept() ? null : newProcess.descriptors().get(fd);
  }

  /** What the record tells. */
  public RecordKind kind() {
    return kind;
  }

  /** The process whose event it is. */
  public ProcessEntry process() {
    ProcessEntry current = process;
    if (current == null) {
      throw new IllegalStateException("no event has begun");
    }
    return current;
  }

  /** Whether the event is about a descriptor. */
  public boolean hasDescriptor() {
    return kind.subject() != RecordKind.Subject.NONE;
  }

  /** The number of that descriptor; -1 when none was made. */
  public int fd() {
    return fd;
  }

  /** That descriptor, or null when it is not known. */
  public @Nullable Descriptor descriptor() {
    return descriptor;
  }

  private int subject() {
    return switch (kind.subject()) {
      case NONE -> -1;
      case CREATED -> record.result() < 0 ? -1 : (int) record.result();
      case DUPLICATED -> record.result() < 0 ? (int) record.argument(0) : (int) record.result();
      case FIRST_ARGUMENT -> (int) record.argument(0);
      case SOCKET -> record.socketFd();
      case DIRECTORY -> record.directoryFd();
    };
  }
}

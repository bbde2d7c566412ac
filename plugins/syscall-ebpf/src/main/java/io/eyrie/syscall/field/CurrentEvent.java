// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.syscall.container.ContainerEntry;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.container.Containers;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.name.HostAddresses;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.table.EventRow;
import org.jspecify.annotations.Nullable;

/**
 * The event being judged, with the thread and the descriptor that it is about: what fields are read
 * from. One, used for all events of a source; one thread.
 *
 * <pre>{@code
 * state.before(event);
 * current.begin(number);
 * sink.accept(type, event.timeNanos(), position);
 * state.after(event);
 * }</pre>
 */
public final class CurrentEvent {

  /** Tells of processor times, at the time of another event. */
  private static final int PROCINFO = 234;

  private final Event event;
  private final SystemState state;
  private long number;
  private long firstNanos = -1;
  private long previousNanos;
  private long lastNanos = -1;
  private Containers containers = Containers.UNKNOWN;
  private @Nullable ContainerEntry arrived;
  private @Nullable HostNames hostNames;

  /** Of this system; the source fills the event anew each time. */
  public CurrentEvent(Event event, SystemState state) {
    this.event = event;
    this.state = state;
  }

  /**
   * The event is complete and the state knows it.
   *
   * @param newNumber its number in this run, from 1; those never shown are counted too
   */
  public void begin(long newNumber) {
    number = newNumber;
    long nanos = event.timeNanos();
    if (firstNanos < 0 && event.code() != PROCINFO) {
      firstNanos = nanos;
    }
    previousNanos = lastNanos < 0 ? nanos : lastNanos;
    lastNanos = nanos;
  }

  /** The event. */
  public Event event() {
    return event;
  }

  /** What is known of the system. */
  public SystemState state() {
    return state;
  }

  /** Its number in this run. */
  public long number() {
    return number;
  }

  /** When the first event of this run happened, nanoseconds since the epoch; -1 before it. */
  public long firstNanos() {
    return firstNanos;
  }

  /** When the event before this one happened; of the first, when it happened itself. */
  public long previousNanos() {
    return previousNanos;
  }

  /** The thread, or null when the event has none. */
  public @Nullable ThreadEntry thread() {
    return state.thread();
  }

  /** The main thread of its process, or null when it is not known. */
  public @Nullable ThreadEntry main() {
    ThreadEntry thread = state.thread();
    return thread == null ? null : state.threads().main(thread);
  }

  /** The main thread of the parent process, or null when it is not known. */
  public @Nullable ThreadEntry parent() {
    ThreadEntry thread = state.thread();
    return thread == null ? null : state.threads().parent(thread);
  }

  /** Whether events of this type are about a descriptor. */
  public boolean aboutDescriptor() {
    EventRow row = event.row();
    return row.has(EventRow.Flag.CREATES_FD)
        || row.has(EventRow.Flag.USES_FD)
        || row.has(EventRow.Flag.DESTROYS_FD);
  }

  /** The number of that descriptor; -1 when there is none. */
  public long fd() {
    return state.fd();
  }

  /** That descriptor, or null when it is not known. */
  public @Nullable Descriptor descriptor() {
    return state.descriptor();
  }

  /** Where containers are known from now on. */
  public void containers(Containers known) {
    containers = known;
  }

  /** The container that its thread is in, or the host; null when the thread is not known. */
  public @Nullable ContainerRef containerRef() {
    ThreadEntry thread = state.thread();
    return thread == null ? null : thread.image().container();
  }

  /**
   * What is known of the container: of the one that has just arrived, while events that waited for
   * it are judged, and otherwise of the thread's own; null when the thread is not known.
   */
  public @Nullable ContainerEntry container() {
    if (arrived != null) {
      return arrived;
    }
    ContainerRef ref = containerRef();
    return ref == null ? null : containers.entry(ref);
  }

  /** Where names of hosts are known from now on. */
  public void hostNames(HostNames names) {
    hostNames = names;
  }

  /** Which addresses have the names that rules compare with. */
  HostAddresses hostAddresses() {
    return hostNames == null ? HostAddresses.NONE : hostNames.addresses();
  }

  /** Fields of containers are those of this one until told otherwise by null. */
  public void arrived(@Nullable ContainerEntry container) {
    arrived = container;
  }
}

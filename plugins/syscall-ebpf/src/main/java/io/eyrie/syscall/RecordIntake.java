// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.source.EventSink;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.kernel.BootClock;
import io.eyrie.syscall.live.Call;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.LiveRecord;
import io.eyrie.syscall.live.RecordKind;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.ring.RecordHandler;
import io.eyrie.syscall.state.KernelThreads;
import io.eyrie.syscall.state.SystemState;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes the records of the rings: makes events of them, keeps the state by them in their order and
 * hands those that rules want to the sink. One thread.
 */
final class RecordIntake implements RecordHandler {

  private final CallTable calls;
  private final CurrentEvent current;
  private final Event event;
  private final SystemState state;
  private final KernelThreads threads;
  private final LiveRecord record;
  private final BootClock clock;
  private final ContainerWatch containers;
  private final Recordings recordings;
  private BitSet enabled = new BitSet();
  private long number;
  private @Nullable EventSink sink;

  /**
   * An intake of one source.
   *
   * @param current what fields are read from; its event and state are those that change
   * @param clock the time of day of the records
   * @param containers what an event may have to wait for
   * @param recordings what writes each event down
   */
  RecordIntake(
      CallTable calls,
      CurrentEvent current,
      BootClock clock,
      ContainerWatch containers,
      Recordings recordings) {
    this.calls = calls;
    this.current = current;
    this.event = current.event();
    this.state = current.state();
    this.threads = state.kernelThreads();
    this.record = new LiveRecord(event);
    this.clock = clock;
    this.containers = containers;
    this.recordings = recordings;
  }

  /** What fields are read from. */
  CurrentEvent current() {
    return current;
  }

  /** The types of events that rules want from now on. */
  void enable(BitSet types) {
    enabled = types;
  }

  /** Hands the events that follow to this sink. */
  void begin(EventSink into) {
    sink = into;
  }

  /** No event follows for now. */
  void end() {
    sink = null;
  }

  @Override
  public void record(MemorySegment data, long offset, int length, long position) {
    EventSink into = sink;
    RecordKind kind = record.load(data, offset, length, clock.epochOfBoot());
    if (into == null || kind == null) {
      if (into != null) {
        into.malformed(
            "ring_record", "ring position " + position, "a record of unknown form, not by us");
      }
      return;
    }
    threads.observe(
        record.tid(),
        record.tgid(),
        record.ppid(),
        record.uid(),
        record.gid(),
        record.bytes(),
        RecordLayout.COMM,
        RecordLayout.COMM_LENGTH);
    long closed = record.closed();
    if (closed >= 0) {
      threads.closed(closed);
    }
    Call call =
        switch (kind) {
          case CALL -> written(calls.of(record));
          case EXEC -> calls.writeExec(record, event);
          case EXIT -> written(calls.exit());
          case FORK -> {
            forked();
            yield null;
          }
          case CLOSED -> null;
        };
    if (call != null) {
      if (kind == RecordKind.EXIT && record.has(RecordLayout.FLAG_GROUP_DEAD)) {
        state.ends(record.tgid());
      }
      judge(call, into, position);
    }
  }

  private Call written(Call call) {
    call.write(record, event);
    return call;
  }

  private void judge(Call call, EventSink into, long position) {
    state.before(event);
    number++;
    if (enabled.get(call.type())) {
      current.begin(number);
      long key = containers.awaited();
      if (key == 0) {
        into.accept(call.type(), event.timeNanos(), position);
      } else {
        into.hold(call.type(), event.timeNanos(), position, key);
      }
    }
    recordings.add(event);
    state.after(event);
  }

  private void forked() {
    threads.forked(
        event.timeNanos(),
        record.tid(),
        record.childTgid(),
        record.childTgid(),
        record.childPpid(),
        record.childVtid(),
        record.childVpid(),
        record.has(RecordLayout.FLAG_SHARED_FILES),
        record.has(RecordLayout.FLAG_SHARED_FS));
  }
}

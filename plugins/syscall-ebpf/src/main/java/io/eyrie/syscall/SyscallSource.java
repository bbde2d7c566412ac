// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.field.SyscallExtraction;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.live.Call;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.LiveRecord;
import io.eyrie.syscall.live.RecordKind;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.ring.IdleWait;
import io.eyrie.syscall.ring.RecordHandler;
import io.eyrie.syscall.state.SystemState;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A running source: takes records from the rings, makes events of them, keeps the state by them in
 * their order and hands those that rules want to the sink.
 */
final class SyscallSource implements Source {

  private static final int BATCH = 256;
  private static final long SLICE_NANOS = 10_000_000;
  private static final long CLOCK_CHECK_NANOS = 1_000_000_000;

  private final KernelProgram program;
  private final CallTable calls;
  private final Interests interests;
  private final SystemState state;
  private final Event event = new Event(8 * RecordLayout.MAX_RECORD);
  private final LiveRecord record = new LiveRecord(event);
  private final CurrentEvent current;
  private final IdleWait idle;
  private final LossReport losses;
  private final SourceMeters meters;
  private final RecordHandler handler = this::take;
  private final LongUnaryOperator epochNanos;
  private BitSet enabled = new BitSet();
  private boolean needsDescriptors;
  private boolean needsEnvironment;
  private long number;
  private long clockChecked = System.nanoTime();
  private @Nullable EventSink sink;

  SyscallSource(
      KernelProgram program,
      CallTable calls,
      Interests interests,
      SystemState state,
      SourceContext context) {
    this.program = program;
    this.calls = calls;
    this.interests = interests;
    this.state = state;
    this.current = new CurrentEvent(event, state);
    this.epochNanos = program.clock()::epochNanos;
    this.idle = new IdleWait(program.rings(), program.doorbell());
    this.losses = new LossReport(program.shared(), program.clock(), state);
    this.meters = new SourceMeters(context.metrics(), program.shared(), state);
    if (program.weaknesses().isEmpty()) {
      context.health().healthy();
    } else {
      context.health().degraded(String.join("; ", program.weaknesses()));
    }
  }

  @Override
  public void enable(BitSet eventTypes) {
    enabled = (BitSet) eventTypes.clone();
    apply();
  }

  /**
   * Once an extraction needs descriptors or environments they are kept on: the older extraction may
   * live longer.
   */
  @Override
  public Extraction bind(Demand demand) throws PluginException {
    SyscallExtraction extraction = new SyscallExtraction(current, demand);
    needsDescriptors |= StateNeeds.descriptors(demand);
    needsEnvironment |= StateNeeds.environment(demand);
    apply();
    return extraction;
  }

  private void apply() {
    program.shared().environment(needsEnvironment);
    program.shared().want(interests.plans(enabled, needsDescriptors));
    // After the calls were switched on: what happens while /proc is read waits in the rings.
    state.keepDescriptors(needsDescriptors);
  }

  @Override
  public Progress poll(EventSink into) {
    long start = System.nanoTime();
    if (start - clockChecked >= CLOCK_CHECK_NANOS) {
      clockChecked = start;
      program.clock().synchronise();
    }
    losses.publish(into);
    meters.update();
    sink = into;
    int batch;
    int taken = 0;
    try {
      do {
        batch = program.rings().drain(handler, BATCH);
        taken += batch;
      } while (batch == BATCH && System.nanoTime() - start < SLICE_NANOS);
    } finally {
      sink = null;
    }
    if (taken > 0) {
      idle.busy();
      return Progress.MORE;
    }
    idle.await();
    return Progress.IDLE;
  }

  private void take(MemorySegment data, long offset, int length, long position) {
    EventSink into = sink;
    RecordKind kind = record.load(data, offset, length, epochNanos);
    if (into == null || kind == null) {
      if (into != null) {
        into.malformed(
            "ring_record", "ring position " + position, "a record of unknown form, not by us");
      }
      return;
    }
    state.observe(
        record.tid(),
        record.tgid(),
        record.ppid(),
        record.uid(),
        record.gid(),
        record.bytes(),
        RecordLayout.COMM,
        record.commLength());
    Call call =
        switch (kind) {
          case CALL -> written(calls.of(record));
          case EXEC -> calls.writeExec(record, event);
          case EXIT -> written(calls.exit());
          case FORK -> {
            forked();
            yield null;
          }
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
      into.accept(call.type(), event.timeNanos(), position);
    }
    state.after(event);
  }

  private void forked() {
    state.forked(
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

  @Override
  public void close() {
    program.close();
  }
}

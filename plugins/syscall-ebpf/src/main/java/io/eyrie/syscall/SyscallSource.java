// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.EventType;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.kernel.SyscallNumbers;
import io.eyrie.syscall.ring.IdleWait;
import io.eyrie.syscall.ring.RecordHandler;
import io.eyrie.syscall.was.field.CurrentEvent;
import io.eyrie.syscall.was.field.SyscallExtraction;
import io.eyrie.syscall.was.state.ProcessEntry;
import io.eyrie.syscall.was.state.SystemState;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A running source: takes records from the ring, keeps the state by them in their order and hands
 * those that rules want to the sink.
 */
final class SyscallSource implements Source {

  private static final int BATCH = 256;
  private static final long SLICE_NANOS = 10_000_000;
  private static final long CLOCK_CHECK_NANOS = 1_000_000_000;

  private final KernelProgram program;
  private final SystemState state;
  private final CurrentEvent event;
  private final IdleWait idle;
  private final LossReport losses;
  private final SourceMeters meters;
  private final RecordHandler handler = this::take;
  private BitSet enabled = new BitSet();
  private boolean needsDescriptors;
  private long clockChecked = System.nanoTime();
  private @Nullable EventSink sink;

  SyscallSource(KernelProgram program, SystemState state, SourceContext context) {
    this.program = program;
    this.state = state;
    this.event = new CurrentEvent(state);
    this.idle = new IdleWait(program.ring(), program.doorbell());
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
   * Once an extraction needs descriptors they are kept on: the older extraction may live longer.
   */
  @Override
  public Extraction bind(Demand demand) throws PluginException {
    SyscallExtraction extraction = new SyscallExtraction(event, demand);
    if (extraction.needsDescriptors() && !needsDescriptors) {
      needsDescriptors = true;
      apply();
    }
    return extraction;
  }

  private void apply() {
    Set<RecordKind> wanted = Interests.of(enabled, needsDescriptors);
    program.shared().want(SyscallNumbers.X86_64.table(wanted), SyscallNumbers.I386.table(wanted));
    program.shared().allThreadExits(enabled.get(EventType.PROCEXIT.id()));
    // After the calls were switched on: what happens while /proc is read waits in the ring.
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
        batch = program.ring().drain(handler, BATCH);
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
    EventRecord record = event.record();
    RecordKind kind = record.load(data, offset, length) ? RecordKind.ofCode(record.kind()) : null;
    if (into == null || kind == null) {
      if (into != null) {
        into.malformed(
            "ring_record", "ring position " + position, "a record of unknown form, not by us");
      }
      return;
    }
    ProcessEntry process = state.process(record);
    state.before(kind, record, process);
    EventType type = kind.eventType();
    if (type != null && enabled.get(type.id())) {
      event.begin(kind, process);
      into.accept(type.id(), program.clock().epochNanos(record.bootNanos()), position);
    }
    state.after(kind, record, process);
  }

  @Override
  public void close() {
    program.close();
  }
}

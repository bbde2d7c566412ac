// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.RecordingSource;
import io.eyrie.api.source.SourceContext;
import io.eyrie.syscall.capture.CaptureRecording;
import io.eyrie.syscall.capture.MachineInfo;
import io.eyrie.syscall.container.CapturedContainers;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.container.ContainerRegistry;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.field.SyscallExtraction;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.live.Call;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.LiveRecord;
import io.eyrie.syscall.live.RecordKind;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.ring.IdleWait;
import io.eyrie.syscall.ring.RecordHandler;
import io.eyrie.syscall.state.SystemState;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A running source: takes records from the rings, makes events of them, keeps the state by them in
 * their order and hands those that rules want to the sink.
 */
final class SyscallSource implements RecordingSource {

  private static final System.Logger LOG = System.getLogger(SyscallSource.class.getName());

  private static final int ASYNC_EVENT = 402;
  private static final byte[] CONTAINER = "container\0".getBytes(StandardCharsets.US_ASCII);
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
  private final ContainerWatch containers;
  private final HostNames hostNames;
  private final Path proc;
  private final IdleWait idle;
  private final LossReport losses;
  private final SourceMeters meters;
  private final RecordHandler handler = this::take;
  private final LongUnaryOperator epochNanos;
  private BitSet enabled = new BitSet();
  private boolean needsDescriptors;
  private boolean needsEnvironment;
  private boolean recordable;
  private final List<CaptureRecording> recordings = new ArrayList<>();
  private long number;
  private long clockChecked = System.nanoTime();
  private @Nullable EventSink sink;

  SyscallSource(
      KernelProgram program,
      CallTable calls,
      Interests interests,
      SystemState state,
      ContainerRegistry registry,
      HostNames hostNames,
      Path proc,
      SourceContext context) {
    this.program = program;
    this.calls = calls;
    this.interests = interests;
    this.state = state;
    this.current = new CurrentEvent(event, state);
    this.containers = new ContainerWatch(registry, current, context.health(), program.weaknesses());
    this.hostNames = hostNames;
    this.proc = proc;
    current.hostNames(hostNames);
    this.epochNanos = program.clock()::epochNanos;
    this.idle = new IdleWait(program.rings(), program.doorbell());
    this.losses = new LossReport(program.shared(), program.clock(), state);
    this.meters = new SourceMeters(context.metrics(), program.shared(), state);
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
    containers.needed(demand);
    hostNames.want(demand.hostNames());
    needsDescriptors |= StateNeeds.descriptors(demand);
    needsEnvironment |= StateNeeds.environment(demand);
    apply();
    return extraction;
  }

  /** A capture tells of descriptors and environments, and of new threads by the ends of clone. */
  @Override
  public void prepareRecording() {
    recordable = true;
    containers.tellArrivals(this::record);
    needsDescriptors = true;
    needsEnvironment = true;
    apply();
  }

  @Override
  public Recording record(Path file, Options options) throws PluginException {
    if (!recordable) {
      throw PluginException.internal("record.unprepared", "recordings were not prepared", null);
    }
    CaptureRecording made =
        CaptureRecording.begin(file, options, MachineInfo.ofThisMachine(proc), state::tell);
    recordings.add(made);
    containers.each(facts -> made.add(containerEvent(facts)));
    return new Ending(made);
  }

  /** What a container is, as captures tell it. */
  private Event containerEvent(ContainerFacts facts) {
    byte[] json = CapturedContainers.json(facts);
    Event told = new Event(json.length + 32);
    told.begin(ASYNC_EVENT, program.clock().now(), -1, 0);
    told.put32(0);
    told.parameter(told.append(CONTAINER, 0, CONTAINER.length), CONTAINER.length);
    told.parameter(told.append(json, 0, json.length), json.length);
    return told;
  }

  private void record(ContainerFacts facts) {
    for (CaptureRecording open : recordings) {
      open.add(containerEvent(facts));
    }
  }

  /** A recording that is forgotten when it ends. */
  private final class Ending implements Recording {
    private final CaptureRecording made;

    Ending(CaptureRecording made) {
      this.made = made;
    }

    @Override
    public void mark() {
      made.mark();
    }

    @Override
    public long events() {
      return made.events();
    }

    @Override
    public long bytes() {
      return made.bytes();
    }

    @Override
    public long lost() {
      return made.lost();
    }

    @Override
    public void end() throws PluginException {
      recordings.remove(made);
      made.end();
    }
  }

  private void apply() {
    program.shared().environment(needsEnvironment);
    BitSet wanted = enabled;
    if (recordable) {
      wanted = (BitSet) enabled.clone();
      wanted.or(Interests.FORKS);
    }
    program.shared().want(interests.plans(wanted, needsDescriptors));
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
    containers.arrivals(into);
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
      long awaited = containers.awaited();
      if (awaited == 0) {
        into.accept(call.type(), event.timeNanos(), position);
      } else {
        into.hold(call.type(), event.timeNanos(), position, awaited);
      }
    }
    if (!recordings.isEmpty()) {
      containers.look();
      for (int i = 0; i < recordings.size(); i++) {
        recordings.get(i).add(event);
      }
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

  private void endRecordings() {
    for (CaptureRecording open : recordings) {
      try {
        open.end();
      } catch (PluginException e) {
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
      }
    }
    recordings.clear();
  }

  @Override
  public void close() {
    endRecordings();
    hostNames.close();
    containers.close();
    program.close();
  }
}

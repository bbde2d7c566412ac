// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.RecordingSource;
import io.eyrie.api.source.SourceContext;
import io.eyrie.syscall.container.ContainerRegistry;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.field.SyscallExtraction;
import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.name.HostNames;
import io.eyrie.syscall.ring.IdleWait;
import io.eyrie.syscall.state.SystemState;
import java.nio.file.Path;
import java.util.BitSet;

/** A running source: says what the kernel program is to report, and empties its rings. */
final class SyscallSource implements RecordingSource {

  private static final int BATCH = 256;
  private static final long SLICE_NANOS = 10_000_000;
  private static final long CLOCK_CHECK_NANOS = 1_000_000_000;

  private final KernelProgram program;
  private final Interests interests;
  private final SystemState state;
  private final RecordIntake intake;
  private final ContainerWatch containers;
  private final HostNames hostNames;
  private final Recordings recordings;
  private final IdleWait idle;
  private final LossReport losses;
  private final SourceMeters meters;
  private BitSet enabled = new BitSet();
  private boolean needsDescriptors;
  private boolean needsEnvironment;
  private boolean needsAccounts;
  private boolean recordable;
  private long clockChecked = System.nanoTime();

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
    this.interests = interests;
    this.state = state;
    CurrentEvent current = new CurrentEvent(new Event(8 * RecordLayout.MAX_RECORD), state);
    this.containers = new ContainerWatch(registry, current, context.health(), program.weaknesses());
    this.hostNames = hostNames;
    current.hostNames(hostNames);
    this.recordings = new Recordings(state, containers, program.clock()::now, proc);
    this.intake = new RecordIntake(calls, current, program.clock(), containers, recordings);
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
   * Once an extraction needs descriptors, environments or names of users they are kept on: the
   * older extraction may live longer.
   */
  @Override
  public Extraction bind(Demand demand) throws PluginException {
    SyscallExtraction extraction = new SyscallExtraction(intake.current(), demand);
    containers.needed(demand);
    hostNames.want(demand.hostNames());
    needsDescriptors |= StateNeeds.descriptors(demand);
    needsEnvironment |= StateNeeds.environment(demand);
    needsAccounts |= StateNeeds.accounts(demand);
    apply();
    return extraction;
  }

  /**
   * A capture tells of descriptors, environments and users, and of new threads by the ends of
   * clone.
   */
  @Override
  public void prepareRecording() {
    recordable = true;
    needsDescriptors = true;
    needsEnvironment = true;
    needsAccounts = true;
    apply();
  }

  @Override
  public Recording record(Path file, Options options) throws PluginException {
    if (!recordable) {
      throw PluginException.internal("record.unprepared", "recordings were not prepared", null);
    }
    return recordings.begin(file, options);
  }

  private void apply() {
    intake.enable(enabled);
    program.shared().environment(needsEnvironment);
    state.keepAccounts(needsAccounts);
    BitSet wanted = enabled;
    if (recordable) {
      wanted = (BitSet) enabled.clone();
      wanted.or(Interests.FORKS);
    }
    program.shared().want(interests.plans(wanted, needsDescriptors, recordable));
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
    intake.begin(into);
    int batch;
    int taken = 0;
    try {
      do {
        batch = program.rings().drain(intake, BATCH);
        taken += batch;
      } while (batch == BATCH && System.nanoTime() - start < SLICE_NANOS);
    } finally {
      intake.end();
    }
    if (taken > 0) {
      idle.busy();
      return Progress.MORE;
    }
    idle.await();
    return Progress.IDLE;
  }

  @Override
  public void close() {
    recordings.close();
    hostNames.close();
    containers.close();
    state.close();
    program.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.RecordingSource.Options;
import io.eyrie.api.source.RecordingSource.Recording;
import io.eyrie.syscall.capture.CaptureRecording;
import io.eyrie.syscall.capture.MachineInfo;
import io.eyrie.syscall.container.CapturedContainers;
import io.eyrie.syscall.container.ContainerFacts;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.state.UserFacts;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The captures that are being made of a running source: each event goes to all of them, and so does
 * what container engines tell. Of the worker.
 */
final class Recordings {

  private static final System.Logger LOG = System.getLogger(Recordings.class.getName());

  private static final int ASYNC_EVENT = 402;
  private static final byte[] CONTAINER = "container\0".getBytes(StandardCharsets.US_ASCII);

  private final SystemState state;
  private final ContainerWatch containers;
  private final LongSupplier epochNanos;
  private final Path proc;
  private final List<CaptureRecording> open = new ArrayList<>();

  /**
   * None yet.
   *
   * @param epochNanos what time it is
   * @param proc where {@code /proc} is
   */
  Recordings(SystemState state, ContainerWatch containers, LongSupplier epochNanos, Path proc) {
    this.state = state;
    this.containers = containers;
    this.epochNanos = epochNanos;
    this.proc = proc;
    containers.tellArrivals(this::addContainer);
    state.tellAccounts(new AccountEvents(epochNanos, this::tell));
  }

  /** Begins one with what is known now. */
  Recording begin(Path file, Options options) throws PluginException {
    CaptureRecording made =
        CaptureRecording.begin(file, options, MachineInfo.ofThisMachine(proc), state::tell);
    open.add(made);
    containers.each(facts -> made.add(event(facts)));
    state.accounts().tell(new AccountEvents(epochNanos, made::add));
    return new Ending(made);
  }

  /** Writes an event that was judged. */
  void add(Event event) {
    if (open.isEmpty()) {
      return;
    }
    containers.look();
    lookAtAccounts();
    for (int i = 0; i < open.size(); i++) {
      open.get(i).add(event);
    }
  }

  /** Users and groups of the container of the current event are told before it. */
  private void lookAtAccounts() {
    ThreadEntry thread = state.thread();
    if (thread != null) {
      UserFacts _ = state.accounts().user(thread, thread.uid());
    }
  }

  private void addContainer(ContainerFacts facts) {
    tell(event(facts));
  }

  private void tell(Event event) {
    for (CaptureRecording recording : open) {
      recording.add(event);
    }
  }

  /** What a container is, as captures tell it. */
  private Event event(ContainerFacts facts) {
    byte[] json = CapturedContainers.json(facts);
    Event told = new Event(json.length + 32);
    told.begin(ASYNC_EVENT, epochNanos.getAsLong(), -1, 0);
    told.put32(0);
    told.parameter(told.append(CONTAINER, 0, CONTAINER.length), CONTAINER.length);
    told.parameter(told.append(json, 0, json.length), json.length);
    return told;
  }

  /** Completes what is still open. */
  void close() {
    for (CaptureRecording recording : open) {
      try {
        recording.end();
      } catch (PluginException e) {
        LOG.log(System.Logger.Level.WARNING, e.getMessage());
      }
    }
    open.clear();
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
      open.remove(made);
      made.end();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.syscall.container.ContainerRegistry;
import io.eyrie.syscall.container.ContainerSettings;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.field.CurrentEvent;
import io.eyrie.syscall.field.SyscallExtraction;
import io.eyrie.syscall.kernel.BootClock;
import io.eyrie.syscall.kernel.CallPlan;
import io.eyrie.syscall.live.CallTable;
import io.eyrie.syscall.live.MadeUpRecords;
import io.eyrie.syscall.live.MadeUpRecords.Doer;
import io.eyrie.syscall.live.MadeUpRecords.Words;
import io.eyrie.syscall.live.RecordLayout;
import io.eyrie.syscall.ring.Lanes;
import io.eyrie.syscall.ring.RingReader;
import io.eyrie.syscall.state.ParameterPaths;
import io.eyrie.syscall.state.SystemState;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A source of made-up records, for rehearsals: processes are born, begin programs, make the calls
 * that would be watched and end, again and again.
 *
 * <p>The records lie in rings of its own memory and go the way of real ones, into a state of its
 * own. They come in portions, at times with one that is still being written at the end, because
 * code that was compiled without ever having seen an empty ring is thrown away at the first.
 */
final class RehearsalSource implements Source {

  /** So many records that what every event passes is compiled by the last compiler. */
  private static final long RECORDS = 300_000;

  private static final long RING = 1 << 21;
  private static final long PAGE = 4096;
  private static final int BATCH = 256;
  private static final int LIVES = 64;
  private static final int OPENS = 12;
  private static final int LIVES_PER_ROUND_OF_ALL_CALLS = 16;
  private static final int BUSY_PORTIONS = 8;
  private static final long NO_SUCH_FILE = -2;
  private static final int[] OPEN_FLAGS = {0, 02000000, 0101, 02200000, 02};
  private static final int[] USERS = {0, 1000, 33};

  /** Ids of processes begin where no kernel's do. */
  private static final int FIRST_PID = 1 << 23;

  private static final List<String> PROGRAMS =
      List.of(
          "/usr/bin/bash",
          "/usr/sbin/nginx",
          "/usr/bin/python3.11",
          "/usr/sbin/sshd",
          "/usr/bin/cat",
          "/usr/local/bin/made-up",
          "/usr/lib/systemd/systemd",
          "/tmp/a.out",
          "/usr/bin/curl");

  /** Of so many closes that wait for another record one can't wait. */
  private static final int CLOSES_WITH_RECORDS = 4;

  /** Numbers of descriptors, so many that some share a place in the tables. */
  private static final int DESCRIPTORS = 29;

  /** One of so many opens begins at a directory that is open, not at that of its process. */
  private static final int OPENS_OF_PATHS = 8;

  /** The path of one of so many calls is changed meanwhile. */
  private static final int CALLS_WITH_CHANGES = 31;

  private static final List<String> PATHS =
      List.of(
          "/etc/ld.so.cache",
          "/usr/lib/x86_64-linux-gnu/libc.so.6",
          "/etc/passwd",
          "/home/made-up/.config/settings.json",
          "/proc/self/status",
          "/var/log/made-up/access.log",
          "/tmp/made-up-0123456789",
          "/dev/null",
          "/usr/bin/../lib//made-up",
          "/",
          "/root/.ssh/id_ed25519",
          "/bin/sh",
          "made-up/relative",
          "../made-up/./relative",
          "/srv/made-up/data/2026/part-00017",
          "/usr/share/made-up/" + "deeper/".repeat(24) + "file");

  private final CallTable calls;
  private final Interests interests;
  private final SystemState state;
  private final RecordIntake intake;
  private final ContainerWatch containers;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment memoryOfOthers = arena.allocate(2 * RING, PAGE);
  private final MemorySegment memoryOfProcesses = arena.allocate(2 * RING, PAGE);
  private final MadeUpRecords others = new MadeUpRecords(memoryOfOthers);
  private final MadeUpRecords processes = new MadeUpRecords(memoryOfProcesses);
  private final MemorySegment positions = arena.allocate(Long.BYTES * 4L, Long.BYTES);

  /** Where the ring of the others ends when a portion of it has come, in their order. */
  private final long[] portions = new long[LIVES];

  /** The same of the ring of processes. */
  private final long[] portionsOfProcesses = new long[LIVES];

  private final int openAt;
  private BitSet enabled = new BitSet();
  private boolean needsDescriptors;
  private @Nullable Lanes lanes;
  private int portion;
  private long taken;

  RehearsalSource(CallTable calls, SyscallSettings settings, SourceContext context) {
    this.calls = calls;
    this.openAt = calls.placeOf("openat");
    this.interests = new Interests(calls, settings.baseCalls());
    this.state =
        SystemState.live(settings.limits(), settings.proc(), settings.passwd(), settings.group());
    CurrentEvent current = new CurrentEvent(new Event(8 * RecordLayout.MAX_RECORD), state);
    this.containers =
        new ContainerWatch(
            new ContainerRegistry(ContainerSettings.none(), context.metrics()),
            current,
            context.health(),
            List.of());
    this.intake =
        new RecordIntake(
            calls,
            current,
            new BootClock(() -> 0, () -> Instant.EPOCH),
            containers,
            new Recordings(state, containers, () -> 0, settings.proc()));
  }

  @Override
  public void enable(BitSet eventTypes) {
    enabled = (BitSet) eventTypes.clone();
    intake.enable(enabled);
  }

  @Override
  public Extraction bind(Demand demand) throws PluginException {
    needsDescriptors = StateNeeds.descriptors(demand);
    state.keepDescriptors(needsDescriptors);
    containers.needed(demand);
    return new SyscallExtraction(intake.current(), demand);
  }

  @Override
  public Progress poll(EventSink sink) {
    if (processes.end() == 0) {
      lay();
    }
    Lanes reading = lanes;
    if (reading == null || portion == LIVES) {
      reading =
          new Lanes(ring(memoryOfOthers, 0), ring(memoryOfProcesses, 2), RecordLayout.BOOT_NANOS);
      lanes = reading;
      portion = 0;
    }
    boolean busy = portion % BUSY_PORTIONS == 1;
    long last = portion == 0 ? 0 : portions[portion - 1];
    if (busy) {
      others.busy(last, true);
    }
    come();
    take(reading, sink);
    if (busy) {
      others.busy(last, false);
      take(reading, sink);
    }
    return taken < RECORDS ? Progress.MORE : Progress.END;
  }

  private void come() {
    positions.setAtIndex(ValueLayout.JAVA_LONG, 1, portions[portion]);
    positions.setAtIndex(ValueLayout.JAVA_LONG, 3, portionsOfProcesses[portion]);
    portion++;
  }

  private void take(Lanes from, EventSink sink) {
    containers.arrivals(sink);
    intake.begin(sink);
    try {
      int batch;
      do {
        batch = from.drain(intake, BATCH);
        taken += batch;
      } while (batch == BATCH);
    } finally {
      intake.end();
    }
  }

  /** A reader of the records from the first on, none of which has come yet. */
  private RingReader ring(MemorySegment data, int position) {
    positions.setAtIndex(ValueLayout.JAVA_LONG, position, 0);
    positions.setAtIndex(ValueLayout.JAVA_LONG, position + 1L, 0);
    return new RingReader(
        positions.asSlice(Long.BYTES * (long) position, Long.BYTES),
        positions.asSlice(Long.BYTES * (position + 1L), Long.BYTES),
        data,
        RING);
  }

  private void lay() {
    @Nullable CallPlan[] plans = interests.plans(enabled, needsDescriptors, false);
    long nanos = 1;
    for (int life = 0; life < LIVES; life++) {
      String program = PROGRAMS.get(life % PROGRAMS.size());
      String comm = program.substring(program.lastIndexOf('/') + 1);
      int pid = FIRST_PID + life;
      int parent = pid - 1;
      // The first of all has no parent, as the first process of a system.
      int grandparent = life == 0 ? 0 : parent - 1;
      int user = USERS[life % USERS.length];
      processes.fork(new Doer(parent, grandparent, user, comm, nanos++), pid);
      if (life % 2 == 0) {
        // Some open a file before they begin their program, and so leave the table of their parent.
        call(plans, openAt, new Doer(pid, parent, user, comm, nanos++), life);
      }
      processes.exec(new Doer(pid, parent, user, comm, nanos++), calls.placeOf("execve"), program);
      for (int i = 0; i < OPENS; i++) {
        for (String name : List.of("openat", "read", "close")) {
          call(plans, calls.placeOf(name), new Doer(pid, parent, user, comm, nanos++), life + i);
        }
      }
      call(plans, calls.placeOf("connect"), new Doer(pid, parent, user, comm, nanos++), life);
      if (life % LIVES_PER_ROUND_OF_ALL_CALLS == 0) {
        for (int place = 0; place < CallTable.NUMBERS; place++) {
          call(plans, place, new Doer(pid, parent, user, comm, nanos++), life + place);
        }
      }
      // Some live on, so that others have ancestors.
      if (life % 2 == 0) {
        processes.exit(new Doer(pid, parent, user, comm, nanos++));
      }
      processes.discarded();
      portions[life] = others.end();
      portionsOfProcesses[life] = processes.end();
    }
  }

  private void call(@Nullable CallPlan[] plans, int place, Doer doer, int variant) {
    CallPlan plan = plans[place];
    if (plan == null || !plan.atExit()) {
      return;
    }
    MadeUpRecords into = plan.lossClass().ofProcesses() ? processes : others;
    if ((plan.flags() & CallPlan.FLAG_FOLD) != 0 && variant % CLOSES_WITH_RECORDS != 0) {
      into.closed(descriptor(variant));
      return;
    }
    into.call(
        doer,
        calls,
        place,
        new Words(
            PATHS.get(variant % PATHS.size()),
            place == openAt ? directory(variant) : descriptor(variant),
            OPEN_FLAGS[variant % OPEN_FLAGS.length],
            variant % 7 == 0 ? NO_SUCH_FILE : descriptor(variant),
            variant % CALLS_WITH_CHANGES == 0));
  }

  private static int directory(int variant) {
    return variant % OPENS_OF_PATHS == 0 ? descriptor(variant) : ParameterPaths.AT_FDCWD;
  }

  private static int descriptor(int variant) {
    return 3 + variant * 7 % DESCRIPTORS;
  }

  @Override
  public void close() {
    containers.close();
    state.close();
    arena.close();
  }
}

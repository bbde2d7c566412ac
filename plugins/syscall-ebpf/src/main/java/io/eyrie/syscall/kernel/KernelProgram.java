// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.event.Errno;
import io.eyrie.syscall.ring.Doorbell;
import io.eyrie.syscall.ring.Lanes;
import io.eyrie.syscall.ring.RingReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.LastError;
import jnr.ffi.Pointer;
import jnr.ffi.byref.NativeLongByReference;

/**
 * The kernel program, loaded and attached, with the memory that it shares with this process.
 *
 * <p>From {@link #load} on the birth, exec and end of processes are reported; calls are, once
 * {@link SharedState#want} switches them on. Used and closed by the thread that loaded it.
 */
public final class KernelProgram implements AutoCloseable {

  /** The ring of processes has this part of the large one. */
  private static final int PROCESS_SHARE = 4;

  private final NativeLibraries libraries;
  private final Arena arena = Arena.ofConfined();
  private final Pointer object;
  private final List<Pointer> links = new ArrayList<>();
  private final SharedState shared;
  private final Lanes rings;
  private final Doorbell doorbell;
  private final BootClock clock;
  private final List<String> weaknesses;

  /**
   * Loads and attaches the program.
   *
   * @param ringBytes the size of the large ring, a power of two times the page size; that of
   *     processes has a quarter of it
   * @param time where in each record its time stands
   * @param ownPid the process that is not reported
   * @param logs the folder for the verifier's log when it refuses the program
   * @throws PluginException that names what is missing and how to give it
   */
  public static KernelProgram load(long ringBytes, int time, long ownPid, Path logs)
      throws PluginException {
    Requirements requirements = Requirements.ofThisSystem();
    requirements.check();
    return load(ringBytes, time, ownPid, logs, requirements, ProgramImage.of(requirements));
  }

  /**
   * Loads and attaches the form of the program that kernels before 6.2 are given, on any kernel: to
   * compare both. As {@link #load(long, int, long, Path)} in all else.
   */
  public static KernelProgram loadOlderForm(long ringBytes, int time, long ownPid, Path logs)
      throws PluginException {
    Requirements requirements = Requirements.ofThisSystem();
    requirements.check();
    return load(ringBytes, time, ownPid, logs, requirements, List.of(ProgramImage.HELPED));
  }

  /** Loads the first of these programs that the kernel takes. */
  static KernelProgram load(
      long ringBytes,
      int time,
      long ownPid,
      Path logs,
      Requirements requirements,
      List<ProgramImage> images)
      throws PluginException {
    NativeLibraries libraries = NativeLibraries.load();
    checkRing(ringBytes, libraries.c().getpagesize());
    CapabilitySets before = Privileges.raise(libraries.c());
    boolean loaded = false;
    try (LoadLog log = new LoadLog(libraries.c(), libraries.runtime())) {
      libraries.bpf().libbpf_set_print(log.listener());
      try {
        KernelProgram program =
            accepted(libraries, images, ringBytes, time, ownPid, requirements, log);
        loaded = true;
        return program;
      } catch (Refused e) {
        throw refusal(e, log.text(), requirements, logs);
      } finally {
        if (!loaded) {
          Privileges.restore(libraries.c(), before);
        }
        // Nobody listens later; the library would print to standard error.
        libraries.bpf().libbpf_set_print(null);
      }
    }
  }

  private static KernelProgram accepted(
      NativeLibraries libraries,
      List<ProgramImage> images,
      long ringBytes,
      int time,
      long ownPid,
      Requirements requirements,
      LoadLog log)
      throws PluginException, Refused {
    List<String> weaknesses = new ArrayList<>(requirements.weaknesses());
    for (ProgramImage image : images.subList(0, images.size() - 1)) {
      try {
        return new KernelProgram(libraries, image.read(), ringBytes, time, ownPid, weaknesses);
      } catch (Refused e) {
        weaknesses.add(
            "the kernel refused the faster form of the program ("
                + LoadLog.summary(log.text())
                + "), and watching costs more");
      }
    }
    return new KernelProgram(
        libraries, images.getLast().read(), ringBytes, time, ownPid, weaknesses);
  }

  private KernelProgram(
      NativeLibraries libraries,
      byte[] image,
      long ringBytes,
      int time,
      long ownPid,
      List<String> weaknesses)
      throws PluginException, Refused {
    this.libraries = libraries;
    this.weaknesses = List.copyOf(weaknesses);
    LibBpf bpf = libraries.bpf();
    Pointer opened = libraries.open(image);
    if (opened == null) {
      arena.close();
      throw refused("open the program");
    }
    this.object = opened;
    boolean done = false;
    try {
      Pointer constants = bpf.bpf_map__initial_value(map(".rodata"), new NativeLongByReference());
      if (constants == null) {
        throw refused("set the program's constants");
      }
      constants.putInt(0, Math.toIntExact(ownPid));
      int page = libraries.c().getpagesize();
      long processBytes = Math.max(page, ringBytes / PROCESS_SHARE);
      Pointer ring = sized("ring", ringBytes);
      Pointer processes = sized("processes", processBytes);
      if (bpf.bpf_object__load(object) != 0) {
        throw refused("load the program");
      }
      attachAll(bpf);

      MappedMemory memory = new MappedMemory(libraries, arena);
      long stateBytes = (SharedState.SIZE + page - 1) / page * page;
      this.shared =
          new SharedState(
              memory.map("shared state", bpf.bpf_map__fd(map(".bss")), 0, stateBytes, true),
              PossibleCpus.count());
      this.rings =
          new Lanes(
              reader(memory, bpf.bpf_map__fd(ring), ringBytes, page),
              reader(memory, bpf.bpf_map__fd(processes), processBytes, page),
              time);
      // The program's wake-ups come through the ring of processes, whichever ring has the record.
      this.doorbell = new RingDoorbell(libraries.c(), shared, bpf.bpf_map__fd(processes), arena);
      this.clock = BootClock.of(libraries.c());
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private Pointer sized(String name, long bytes) throws Refused {
    Pointer map = map(name);
    if (libraries.bpf().bpf_map__set_max_entries(map, Math.toIntExact(bytes)) != 0) {
      throw refused("set the size of the ring " + name);
    }
    return map;
  }

  private static RingReader reader(MappedMemory memory, int fd, long bytes, int page)
      throws PluginException {
    MemorySegment consumer = memory.map("ring", fd, 0, page, true);
    MemorySegment rest = memory.map("ring", fd, page, page + 2 * bytes, false);
    return new RingReader(consumer, rest.asSlice(0, page), rest.asSlice(page, 2 * bytes), bytes);
  }

  private void attachAll(LibBpf bpf) throws Refused {
    for (Pointer program = bpf.bpf_object__next_program(object, null);
        program != null;
        program = bpf.bpf_object__next_program(object, program)) {
      Pointer link = bpf.bpf_program__attach(program);
      if (link == null) {
        throw refused("attach " + bpf.bpf_program__name(program));
      }
      links.add(link);
    }
  }

  private Pointer map(String name) throws Refused {
    Pointer map = libraries.bpf().bpf_object__find_map_by_name(object, name);
    if (map == null) {
      throw refused("find the map " + name);
    }
    return map;
  }

  private Refused refused(String step) {
    return new Refused(step, LastError.getLastError(libraries.runtime()));
  }

  private static void checkRing(long bytes, int page) throws PluginException {
    if (bytes < page || bytes > 1L << 30 || Long.bitCount(bytes) != 1) {
      throw PluginException.user(
          "syscall.ring_size",
          "ring_size is "
              + bytes
              + " bytes; it must be a power of two from "
              + page
              + " to 1GiB, such as 8MiB.");
    }
  }

  private static PluginException refusal(
      Refused refused, String log, Requirements requirements, Path logs) {
    StringBuilder message =
        new StringBuilder("the kernel ")
            .append(requirements.release())
            .append(" did not let us ")
            .append(refused.step)
            .append(": ")
            .append(Errno.describe(refused.errno));
    if (!log.isBlank()) {
      message.append(" (").append(LoadLog.summary(log)).append(")");
      Path file = logs.resolve("kernel-program.log");
      try {
        Files.writeString(file, log);
        message.append("; the whole log is in ").append(file);
      } catch (IOException e) {
        message.append("; its log could not be written to ").append(file);
      }
    }
    message.append(". ");
    if (Errno.describe(refused.errno).equals("EPERM")) {
      message
          .append("A security module, a seccomp filter of the container or a lockdown")
          .append(requirements.lockdown().isEmpty() ? "" : " (" + requirements.lockdown() + ")")
          .append(" may forbid bpf(2): allow it for Eyrie.");
    } else {
      message.append("Send that log to Eyrie's maintainers with the kernel's release.");
    }
    return new PluginException(
        PluginException.Kind.EXTERNAL, "syscall.program", message.toString(), false, null);
  }

  /**
   * Puts down the capabilities that only loading needed, on all threads of the process.
   *
   * @return what was done, one sentence for the operator
   */
  public String lower(Privileges.After after) {
    return Privileges.lower(libraries.c(), arena, after);
  }

  /**
   * Begins to read what processes have open now; before {@link #lower}, which takes the rights for
   * it.
   *
   * @throws IOException if the kernel does not let us, and it has to be read from {@code /proc}
   * @throws PluginException if the program in the jar is damaged
   */
  public KernelTables tables() throws IOException, PluginException {
    return KernelTables.open(libraries);
  }

  /** The rings that the program writes to. */
  public Lanes rings() {
    return rings;
  }

  /** How to be woken by the program. */
  public Doorbell doorbell() {
    return doorbell;
  }

  /** The words shared with the program. */
  public SharedState shared() {
    return shared;
  }

  /** The program's clock. */
  public BootClock clock() {
    return clock;
  }

  /** What works less well than it could, one sentence each, for the operator. */
  public List<String> weaknesses() {
    return weaknesses;
  }

  @Override
  public void close() {
    links.forEach(libraries.bpf()::bpf_link__destroy);
    links.clear();
    arena.close();
    libraries.bpf().bpf_object__close(object);
  }

  private static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String step;
    private final int errno;

    Refused(String step, int errno) {
      super(step, null, false, false);
      this.step = step;
      this.errno = errno;
    }
  }
}

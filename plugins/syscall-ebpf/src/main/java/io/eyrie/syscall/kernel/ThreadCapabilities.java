// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Sets the capabilities of this process's threads, those of the virtual machine among them.
 *
 * <p>Linux keeps capabilities by thread and lets each thread set its own alone, and the virtual
 * machine has threads that run no Java. So every thread is sent a signal, and the handler makes the
 * one system call: what glibc does for {@code setuid}, libpsx and Go's runtime for {@code capset}.
 * The handler is the 22 bytes of x86-64 below, since what the virtual machine could give a signal
 * to is no code that may interrupt it anywhere. It touches registers that a handler may touch, and
 * a page of its own; calls that it interrupts are begun again by the kernel or by the virtual
 * machine, which uses signals among its threads itself.
 *
 * <p>A thread that is born meanwhile has what its parent had, so the threads are listed until two
 * lists in a row hold none with other sets. One that blocks the signal stays as it was and is
 * counted.
 */
final class ThreadCapabilities {

  private static final Path THREADS = Path.of("/proc/self/task");
  private static final int VERSION = 0x20080522;
  private static final long SYS_CAPSET = 126;
  private static final long SYS_TGKILL = 234;
  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int EXECUTE = 4;
  private static final int PRIVATE_ANONYMOUS = 0x22;

  /** Real-time signals from the top down; the C library and the virtual machine use lower ones. */
  private static final int FIRST_SIGNAL = 63;

  private static final int LAST_SIGNAL = 50;
  private static final int ACTION = 152;
  private static final int ACTION_FLAGS = 136;
  private static final int SA_RESTART = 0x10000000;
  private static final int ROUNDS = 2_000;
  private static final long PAUSE_NANOS = 500_000;

  /** Where in the page the two arguments of the call stand. */
  private static final int HEADER = 64;

  private static final int DATA = 80;

  private final LibC c;

  /** The handler's memory lives as long. */
  private final Arena arena;

  ThreadCapabilities(LibC c, Arena arena) {
    this.c = c;
    this.arena = arena;
  }

  /** Those of the calling thread. */
  static CapabilitySets own() {
    return CapabilitySets.of(status(Path.of("/proc/thread-self")));
  }

  /**
   * Sets those of the calling thread.
   *
   * @return whether the kernel let it
   */
  boolean setOwn(long permitted, long effective) {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment arguments = own.allocate(DATA + 24, 8);
      fill(arguments, permitted, effective);
      return c.syscall(
              SYS_CAPSET, arguments.asSlice(HEADER).address(), arguments.asSlice(DATA).address(), 0)
          == 0;
    }
  }

  /**
   * Sets those of all threads; nothing is left inheritable.
   *
   * @return how many threads there are, and how many of them still have other sets
   */
  Outcome setAll(long permitted, long effective) {
    setOwn(permitted, effective);
    int signal = freeSignal();
    long handler = signal == 0 ? 0 : handler(permitted, effective);
    if (handler == 0) {
      Survey survey = survey(permitted, effective);
      return new Outcome(survey.threads, survey.others.size());
    }
    MemorySegment former = arena.allocate(ACTION, 8);
    MemorySegment action = arena.allocate(ACTION, 8);
    action.set(ValueLayout.JAVA_LONG, 0, handler);
    action.set(ValueLayout.JAVA_INT, ACTION_FLAGS, SA_RESTART);
    c.sigaction(signal, action.address(), former.address());
    Survey survey = signalled(signal, permitted, effective);
    if (survey.others.isEmpty()) {
      // Each thread was sent one signal and has taken it: none is on its way that would end us.
      c.sigaction(signal, former.address(), 0);
      freeLater(handler);
    }
    return new Outcome(survey.threads, survey.others.size());
  }

  private Survey signalled(int signal, long permitted, long effective) {
    long process = ProcessHandle.current().pid();
    Set<Integer> sent = new HashSet<>();
    Survey survey = survey(permitted, effective);
    int clean = 0;
    for (int round = 0; round < ROUNDS; round++) {
      sent.retainAll(survey.others);
      for (int thread : survey.others) {
        if (sent.add(thread)) {
          c.syscall(SYS_TGKILL, process, thread, signal);
        }
      }
      if (!survey.others.isEmpty()) {
        clean = 0;
        LockSupport.parkNanos(PAUSE_NANOS);
      } else if (++clean == 2) {
        break;
      }
      survey = survey(permitted, effective);
    }
    return survey;
  }

  /** A signal that nobody handles; 0 when there is none. */
  private int freeSignal() {
    try (Arena own = Arena.ofConfined()) {
      MemorySegment action = own.allocate(ACTION, 8);
      for (int signal = FIRST_SIGNAL; signal >= LAST_SIGNAL; signal--) {
        if (c.sigaction(signal, 0, action.address()) == 0
            && action.get(ValueLayout.JAVA_LONG, 0) == 0) {
          return signal;
        }
      }
      return 0;
    }
  }

  /** The last thread may not yet have returned from it. */
  @SuppressWarnings("restricted") // the address and the length are those that mmap gave
  private void freeLater(long handler) {
    int size = c.getpagesize();
    LibC library = c;
    MemorySegment _ =
        MemorySegment.ofAddress(handler)
            .reinterpret(size, arena, mapped -> library.munmap(mapped.address(), size));
  }

  /** A page with the handler; 0 where the system forbids code that was written at run time. */
  @SuppressWarnings("restricted") // the address and the length are those that mmap gave
  private long handler(long permitted, long effective) {
    int size = c.getpagesize();
    long address = c.mmap(null, size, READ | WRITE, PRIVATE_ANONYMOUS, -1, 0).address();
    if (address == -1) {
      return 0;
    }
    MemorySegment page = MemorySegment.ofAddress(address).reinterpret(size);
    byte[] code = {
      (byte) 0xb8,
      (byte) SYS_CAPSET,
      0,
      0,
      0, // mov eax, capset
      0x48,
      (byte) 0x8d,
      0x3d,
      HEADER - 12,
      0,
      0,
      0, // lea rdi, [header]
      0x48,
      (byte) 0x8d,
      0x35,
      DATA - 19,
      0,
      0,
      0, // lea rsi, [data]
      0x0f,
      0x05, // syscall
      (byte) 0xc3 // ret
    };
    MemorySegment.copy(code, 0, page, ValueLayout.JAVA_BYTE, 0, code.length);
    fill(page, permitted, effective);
    if (c.mprotect(address, size, READ | EXECUTE) != 0) {
      c.munmap(address, size);
      return 0;
    }
    return address;
  }

  private static void fill(MemorySegment at, long permitted, long effective) {
    at.set(ValueLayout.JAVA_INT, HEADER, VERSION);
    at.set(ValueLayout.JAVA_INT, HEADER + 4, 0);
    for (int half = 0; half < 2; half++) {
      at.set(ValueLayout.JAVA_INT, DATA + 12L * half, (int) (effective >>> 32 * half));
      at.set(ValueLayout.JAVA_INT, DATA + 12L * half + 4, (int) (permitted >>> 32 * half));
      at.set(ValueLayout.JAVA_INT, DATA + 12L * half + 8, 0);
    }
  }

  private static Survey survey(long permitted, long effective) {
    CapabilitySets wanted = new CapabilitySets(0, permitted, effective, 0);
    List<Integer> others = new ArrayList<>();
    int threads = 0;
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(THREADS)) {
      for (Path thread : folder) {
        String status = status(thread);
        if (!status.isEmpty()) {
          threads++;
          if (!CapabilitySets.of(status).same(wanted)) {
            others.add(Integer.parseInt(String.valueOf(thread.getFileName())));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't list the own threads in " + THREADS, e);
    }
    return new Survey(threads, others);
  }

  /** Empty when the thread has ended. */
  private static String status(Path thread) {
    try {
      return Files.readString(thread.resolve("status"));
    } catch (IOException e) {
      return "";
    }
  }

  /**
   * What came of it.
   *
   * @param threads how many threads there are
   * @param unlike how many of them have other sets than they were to
   */
  record Outcome(int threads, int unlike) {}

  private record Survey(int threads, List<Integer> others) {}
}

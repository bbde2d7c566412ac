// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.event.LossClass;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The words that the kernel program and this process share: which calls are wanted, whether the
 * reader wants to be woken, and the counters of what was lost. A view of {@code struct
 * shared_state} of {@code eyrie_events.h}; a store here is seen by the next call on any CPU.
 *
 * <pre>
 *      0 need_wake u32 | 4 all_thread_exits u32 | 8 lost_total u64
 *     16 wanted: a byte per call of 64-bit tasks, 512
 *    528 wanted32: a byte per call of 32-bit tasks, 512
 *   1152 per CPU, 512 times 128 bytes: lost u64 [8] | path_absent u64 | no_stash u64 | -
 * </pre>
 */
public final class SharedState {

  /** Bytes of the view. */
  public static final long SIZE = 1152 + 512 * 128;

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long NEED_WAKE = 0;
  private static final long ALL_THREAD_EXITS = 4;
  private static final long LOST_TOTAL = 8;
  private static final long WANTED = 16;
  private static final long WANTED_32 = 528;
  private static final long COUNTERS = 1152;
  private static final long PER_CPU = 128;
  private static final int MAX_CPUS = 512;
  private static final int MAX_CALLS = 512;
  private static final int PATH_ABSENT = 8;
  private static final int NO_STASH = 9;

  private final MemorySegment memory;
  private final int cpus;

  /**
   * Views the memory.
   *
   * @param cpus how many CPUs the system can have
   */
  public SharedState(MemorySegment memory, int cpus) {
    this.memory = memory;
    this.cpus = Math.clamp(cpus, 1, MAX_CPUS);
  }

  /** Switches calls of 64-bit and of 32-bit tasks; index = number, value = record kind, 0 = off. */
  public void want(byte[] calls, byte[] calls32) {
    // Whole tables at once: one by one, calls of low numbers would be seen long before the others, and
    // the first event that is seen tells since when all of them are.
    MemorySegment.copy(calls, 0, memory, ValueLayout.JAVA_BYTE, WANTED, MAX_CALLS);
    MemorySegment.copy(calls32, 0, memory, ValueLayout.JAVA_BYTE, WANTED_32, MAX_CALLS);
    VarHandle.fullFence();
  }

  /** Whether the end of each thread is reported, not only that of processes. */
  public void allThreadExits(boolean wanted) {
    INT.setVolatile(memory, ALL_THREAD_EXITS, wanted ? 1 : 0);
  }

  /** Asks for a wake-up, or takes the request back. */
  public void needWake(boolean wanted) {
    INT.setVolatile(memory, NEED_WAKE, wanted ? 1 : 0);
  }

  /** How many records found no room since the program was loaded. */
  public long lost() {
    return (long) LONG.getVolatile(memory, LOST_TOTAL);
  }

  /** The same, of one class. */
  public long lost(LossClass lossClass) {
    return sum(lossClass.counter());
  }

  /** How many events came without their path or address, because it could not be read. */
  public long pathsAbsent() {
    return sum(PATH_ABSENT);
  }

  /** How many calls found no room to keep what was read at their entry, and were read at exit. */
  public long readAtExit() {
    return sum(NO_STASH);
  }

  private long sum(int counter) {
    long sum = 0;
    for (int cpu = 0; cpu < cpus; cpu++) {
      sum += (long) LONG.getVolatile(memory, COUNTERS + cpu * PER_CPU + counter * 8L);
    }
    return sum;
  }
}

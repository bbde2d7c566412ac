// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import io.eyrie.syscall.live.LossClass;
import io.eyrie.syscall.live.Section;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The words that the kernel program and this process share: which calls are wanted and what is laid
 * into their records, whether the reader wants to be woken, and the counters of what was lost. A
 * view of {@code struct shared_state} of {@code eyrie_events.h}; a store here is seen by the next
 * call on any CPU.
 *
 * <pre>
 *      0 need_wake u32 | 4 environment u32 | 8 lost_total u64
 *     16 wanted: a byte per call, 512 of 64-bit tasks, 512 of 32-bit tasks | 1040 folding u32
 *   1152 per CPU, 512 times 128 bytes: lost u64 [8] | unreadable, no_stash, changed u64 | -
 *  66688 a plan per call, 1024 times 56 bytes: flags, class, lane, entry, entry section, sections u8
 *        | - | six sections of 8 bytes: op, register, register of the length, flags u8
 *        | size u16 | unit u16
 * </pre>
 */
public final class SharedState {

  /** How many calls have a plan: the numbers of 64-bit tasks, then those of 32-bit tasks. */
  public static final int PLANS = 1024;

  private static final int PLAN = 56;
  private static final int SECTION = 8;
  private static final long COUNTERS = 1152;
  private static final long PER_CPU = 128;
  private static final int MAX_CPUS = 512;
  private static final long PLAN_TABLE = COUNTERS + MAX_CPUS * PER_CPU;

  /** Bytes of the view. */
  public static final long SIZE = PLAN_TABLE + PLANS * PLAN;

  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();
  private static final long NEED_WAKE = 0;
  private static final long ENVIRONMENT = 4;
  private static final long LOST_TOTAL = 8;
  private static final long WANTED = 16;
  private static final long FOLDING = 1040;
  private static final int WANTED_EXIT = 1;
  private static final int WANTED_ENTRY = 2;
  private static final int UNREADABLE = 8;
  private static final int NO_STASH = 9;
  private static final int CHANGED = 10;

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

  /**
   * Switches calls on and off.
   *
   * @param plans {@link #PLANS} of them; null = off
   */
  public void want(@Nullable CallPlan[] plans) {
    byte[] wanted = new byte[PLANS];
    for (int i = 0; i < PLANS; i++) {
      CallPlan plan = plans[i];
      if (plan != null) {
        byte[] bytes = encode(plan);
        long at = PLAN_TABLE + (long) i * PLAN;
        // A plan in use is not written to when it stays as it is.
        if (MemorySegment.mismatch(memory, at, at + PLAN, MemorySegment.ofArray(bytes), 0, PLAN)
            >= 0) {
          MemorySegment.copy(bytes, 0, memory, ValueLayout.JAVA_BYTE, at, PLAN);
        }
        if ((plan.flags() & CallPlan.FLAG_FOLD) != 0) {
          // For good: what waits in a task's stash is to be told also when no more is put there.
          INT.setVolatile(memory, FOLDING, 1);
        }
        wanted[i] =
            (byte)
                ((plan.atExit() ? WANTED_EXIT : 0)
                    | (plan.entry() != CallPlan.Entry.NONE ? WANTED_ENTRY : 0));
      }
    }
    VarHandle.fullFence();
    // The whole table at once: one by one, calls of low numbers would be seen long before the
    // others,
    // and the first event that is seen tells since when all of them are.
    MemorySegment.copy(wanted, 0, memory, ValueLayout.JAVA_BYTE, WANTED, PLANS);
    VarHandle.fullFence();
  }

  private static byte[] encode(CallPlan plan) {
    ByteBuffer bytes = ByteBuffer.allocate(PLAN).order(ByteOrder.nativeOrder());
    bytes.put((byte) plan.flags());
    bytes.put((byte) plan.lossClass().counter());
    bytes.put((byte) (plan.lossClass().ofProcesses() ? 1 : 0));
    bytes.put((byte) plan.entry().code());
    bytes.put((byte) plan.entrySection());
    bytes.put((byte) plan.sections().size());
    int at = SECTION;
    for (Section section : plan.sections()) {
      bytes.position(at);
      bytes.put((byte) section.op().code());
      bytes.put((byte) section.argument());
      bytes.put((byte) section.lengthArgument());
      bytes.put((byte) section.flags());
      bytes.putShort((short) section.size());
      bytes.putShort((short) section.unit());
      at += SECTION;
    }
    return bytes.array();
  }

  /** Whether an exec tells the new program's environment. */
  public void environment(boolean wanted) {
    INT.setVolatile(memory, ENVIRONMENT, wanted ? 1 : 0);
  }

  /** Asks for a wake-up, or takes the request back. */
  public void needWake(boolean wanted) {
    INT.setVolatile(memory, NEED_WAKE, wanted ? 1 : 0);
  }

  /** How many records found no room since the program was loaded. */
  public long lost() {
    return (long) LONG.getVolatile(memory, LOST_TOTAL);
  }

  /** How many CPUs are counted for. */
  public int cpus() {
    return cpus;
  }

  /** How many records of a class found no room on a CPU. */
  public long lost(LossClass lossClass, int cpu) {
    return counter(lossClass.counter(), cpu);
  }

  /** How many events came without a path or address, because it could not be read. */
  public long unreadable() {
    return sum(UNREADABLE);
  }

  /** How many calls found no room to keep what was read at their entry, and were read at exit. */
  public long readAtExit() {
    return sum(NO_STASH);
  }

  /** How many paths and addresses were changed by somebody while the kernel looked at them. */
  public long changed() {
    return sum(CHANGED);
  }

  private long sum(int counter) {
    long sum = 0;
    for (int cpu = 0; cpu < cpus; cpu++) {
      sum += counter(counter, cpu);
    }
    return sum;
  }

  private long counter(int counter, int cpu) {
    return (long) LONG.getVolatile(memory, COUNTERS + cpu * PER_CPU + counter * 8L);
  }
}

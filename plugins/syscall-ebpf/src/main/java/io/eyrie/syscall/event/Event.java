// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.EventTypes;
import io.eyrie.syscall.table.Syscalls;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The event being judged: its row of the table, its header, and its parameters as slices of one
 * reused array. What comes from the ring and what comes from a capture is put into this one form;
 * state and fields know no other.
 *
 * <p>A parameter of length 0 is not available. Values are little-endian and encoded as in captures
 * (format {@code .scap}). Whoever fills it calls {@link #begin}, writes bytes at the end of the
 * array or loads a whole block into it, and names the parameters in their order. Not safe for
 * several threads.
 */
public final class Event {

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);
  private static final int MOST_PARAMETERS = 48;
  private static final int GENERIC = 1;

  private byte[] bytes;
  private int end;
  private EventRow row = EventTable.row(0);
  private long timeNanos;
  private long tid;
  private int cpu;
  private int count;
  private final int[] offsets = new int[MOST_PARAMETERS];
  private final int[] lengths = new int[MOST_PARAMETERS];
  private int directoryOffset;
  private int directoryLength;

  /** An event without parameters, with room for some bytes. */
  public Event(int room) {
    bytes = new byte[room];
  }

  private static VarHandle view(Class<?> array) {
    return MethodHandles.byteArrayViewVarHandle(array, ByteOrder.LITTLE_ENDIAN);
  }

  /** Begins an event without parameters; the array is empty. */
  public void begin(int code, long timeNanosSinceEpoch, long thread, int onCpu) {
    clear();
    row = EventTable.row(code);
    header(timeNanosSinceEpoch, thread, onCpu);
  }

  /** Empties the array; no parameter is named. */
  public void clear() {
    count = 0;
    end = 0;
    directoryLength = 0;
  }

  /** Tells when, by which thread and on which processor it happened. */
  public void header(long timeNanosSinceEpoch, long thread, int onCpu) {
    timeNanos = timeNanosSinceEpoch;
    tid = thread;
    cpu = onCpu;
  }

  /** Makes it another event of the same header; parameters are named anew, bytes stay. */
  public void become(int code) {
    row = EventTable.row(code);
    count = 0;
  }

  /** Becomes a copy of another event. */
  public void copy(Event other) {
    begin(other.code(), other.timeNanos, other.tid, other.cpu);
    append(other.bytes, 0, other.end);
    count = other.count;
    System.arraycopy(other.offsets, 0, offsets, 0, count);
    System.arraycopy(other.lengths, 0, lengths, 0, count);
    directoryOffset = other.directoryOffset;
    directoryLength = other.directoryLength;
  }

  /** How many bytes of the array are in use. */
  public int end() {
    return end;
  }

  /** Keeps room for some bytes at the end of the array and returns where they begin. */
  public int reserve(int size) {
    int at = end;
    if (bytes.length - at < size) {
      bytes = Arrays.copyOf(bytes, Math.max(at + size, 2 * bytes.length));
    }
    end = at + size;
    return at;
  }

  /** Takes bytes to the end of the array and returns where they begin. */
  public int append(byte[] from, int offset, int length) {
    int at = reserve(length);
    System.arraycopy(from, offset, bytes, at, length);
    return at;
  }

  /** Names the next parameter: a slice of the array. */
  public void parameter(int offset, int length) {
    offsets[count] = offset;
    lengths[count] = length;
    count++;
  }

  /** The next parameter is not available. */
  public void empty() {
    parameter(0, 0);
  }

  /** The next parameter is a number of one byte. */
  public void put8(long value) {
    int at = reserve(1);
    bytes[at] = (byte) value;
    parameter(at, 1);
  }

  /** The next parameter is a number of two bytes. */
  public void put16(long value) {
    int at = reserve(2);
    SHORT.set(bytes, at, (short) value);
    parameter(at, 2);
  }

  /** The next parameter is a number of four bytes. */
  public void put32(long value) {
    int at = reserve(4);
    INT.set(bytes, at, (int) value);
    parameter(at, 4);
  }

  /** The next parameter is a number of eight bytes. */
  public void put64(long value) {
    int at = reserve(8);
    LONG.set(bytes, at, value);
    parameter(at, 8);
  }

  /** The working directory after the call as the kernel knows it, where the ring tells it. */
  public void directory(int offset, int length) {
    directoryOffset = offset;
    directoryLength = length;
  }

  /** What event it is. */
  public EventRow row() {
    return row;
  }

  /** Its code in the table. */
  public int code() {
    return row.code();
  }

  /**
   * The call of a generic event, by its code of {@link Syscalls}. Old captures have only its number
   * for calls that had no code then; it is looked up for x86_64.
   */
  public int syscall() {
    int call = (int) unsigned(0);
    return call == 0 && has(1) ? Syscalls.ofX86((int) unsigned(1)) : call;
  }

  /** Its type, by its id of {@link EventTypes}. */
  public int type() {
    return row.code() == GENERIC ? EventTypes.ofSyscall(syscall()) : EventTypes.ofCode(row.code());
  }

  /** When it happened, nanoseconds since the epoch. */
  public long timeNanos() {
    return timeNanos;
  }

  /** The thread; -1 when it has none. */
  public long tid() {
    return tid;
  }

  /** The processor. */
  public int cpu() {
    return cpu;
  }

  /** How many parameters it has, absent ones included; older events have fewer than their row. */
  public int count() {
    return count;
  }

  /** The array that all slices lie in; it may be another one after the next event. */
  public byte[] bytes() {
    return bytes;
  }

  /** Whether a parameter is available. */
  public boolean has(int index) {
    return index >= 0 && index < count && lengths[index] > 0;
  }

  /** Where a parameter begins. */
  public int offset(int index) {
    return offsets[index];
  }

  /** How long a parameter is; 0 when it is not available. */
  public int length(int index) {
    return index < count ? lengths[index] : 0;
  }

  /** How long a text is without the NUL at its end; 0 also for the text {@code (NULL)}. */
  public int textLength(int index) {
    int length = length(index);
    if (length > 0 && bytes[offsets[index] + length - 1] == 0) {
      length--;
    }
    return length == 6 && isNullText(offsets[index]) ? 0 : length;
  }

  private boolean isNullText(int at) {
    return bytes[at] == '(' && bytes[at + 1] == 'N' && bytes[at + 2] == 'U' && bytes[at + 5] == ')';
  }

  /** A number of any size with its sign; 0 when it is not available. */
  public long signed(int index) {
    return switch (length(index)) {
      case 1 -> bytes[offsets[index]];
      case 2 -> (short) SHORT.get(bytes, offsets[index]);
      case 4 -> (int) INT.get(bytes, offsets[index]);
      case 8 -> (long) LONG.get(bytes, offsets[index]);
      default -> 0;
    };
  }

  /** A number of any size without sign; 0 when it is not available. */
  public long unsigned(int index) {
    return switch (length(index)) {
      case 1 -> bytes[offsets[index]] & 0xff;
      case 2 -> (short) SHORT.get(bytes, offsets[index]) & 0xffff;
      case 4 -> (int) INT.get(bytes, offsets[index]) & 0xffff_ffffL;
      case 8 -> (long) LONG.get(bytes, offsets[index]);
      default -> 0;
    };
  }

  /** A number of two bytes anywhere in the array. */
  public int shortAt(int at) {
    return (short) SHORT.get(bytes, at) & 0xffff;
  }

  /** A number of four bytes anywhere in the array. */
  public int intAt(int at) {
    return (int) INT.get(bytes, at);
  }

  /** A number of eight bytes anywhere in the array. */
  public long longAt(int at) {
    return (long) LONG.get(bytes, at);
  }

  /**
   * Whether the call's end tells a result: exits of calls with parameters, the generic one aside.
   */
  public boolean hasResult() {
    return row.exit() && row.kind() == EventRow.Kind.SYSCALL && row.code() != GENERIC && count > 0;
  }

  /** The result of the call; negative is an errno. Of no meaning without {@link #hasResult}. */
  public long result() {
    return signed(0);
  }

  /** Where the directory of {@link #directory(int, int)} begins. */
  public int directoryOffset() {
    return directoryOffset;
  }

  /** How long it is; 0 when the kernel did not tell it. */
  public int directoryLength() {
    return directoryLength;
  }
}

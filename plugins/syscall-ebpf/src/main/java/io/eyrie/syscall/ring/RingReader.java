// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Reads a BPF ring buffer over its mapped pages, without a native call.
 *
 * <p>The kernel's side of the protocol ({@code kernel/bpf/ringbuf.c}): positions only grow; each
 * record has a header of eight bytes, its first word the length with bit 31 set while the producer
 * still writes and bit 30 set when the record was given up; records begin at multiples of eight.
 * The data pages are mapped twice in a row, so no record wraps.
 *
 * <pre>
 *   consumer page:   | consumer position u64 | ...
 *   producer pages:  | producer position u64 | ... one page ... | data | the same data again |
 * </pre>
 *
 * <p>The producer's position is read with acquire, so that everything up to it is visible; each
 * header with acquire, so that the record behind a cleared busy bit is; the consumer's position is
 * stored with release, so that the kernel overwrites only what has been read. One thread.
 */
public final class RingReader {

  /** What stands at the head of a ring. */
  enum Head {
    /** Nothing. */
    NONE,
    /** A record that its producer has not finished. */
    BUSY,
    /** A record. */
    READY
  }

  private static final VarHandle POSITION = ValueLayout.JAVA_LONG.varHandle();
  private static final VarHandle HEADER = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle TIME = ValueLayout.JAVA_LONG.varHandle();
  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;
  private static final int LENGTH = DISCARDED - 1;
  private static final int HEADER_BYTES = 8;

  /** After so many bytes the room is given back, so that a long backlog frees the ring early. */
  private static final long GIVE_BACK = 64 * 1024;

  private final MemorySegment consumer;
  private final MemorySegment producer;
  private final MemorySegment data;
  private final long mask;
  private long position;
  private long givenBack;
  private long marked;
  private int headLength;

  /**
   * Reads from where the last reader stopped.
   *
   * @param consumer the writable page of the consumer
   * @param producer the page of the producer
   * @param data the data, mapped twice
   * @param size the size of the ring, a power of two, half of {@code data}
   */
  public RingReader(MemorySegment consumer, MemorySegment producer, MemorySegment data, long size) {
    if (Long.bitCount(size) != 1 || data.byteSize() < 2 * size) {
      throw new IllegalArgumentException(
          "ring of " + size + " bytes over " + data.byteSize() + " bytes of data");
    }
    this.consumer = consumer;
    this.producer = producer;
    this.data = data;
    this.mask = size - 1;
    this.position = (long) POSITION.getAcquire(consumer, 0L);
    this.givenBack = position;
    this.marked = position;
  }

  /** How far the ring is written. */
  long end() {
    return (long) POSITION.getAcquire(producer, 0L);
  }

  /** How far it is read. */
  long position() {
    return position;
  }

  /** What comes next before an end; records that were given up are passed over. */
  Head head(long end) {
    while (position < end) {
      int header = (int) HEADER.getAcquire(data, position & mask);
      if ((header & BUSY) != 0) {
        return Head.BUSY;
      }
      headLength = header & LENGTH;
      if ((header & DISCARDED) == 0) {
        return Head.READY;
      }
      pass();
    }
    return Head.NONE;
  }

  /** What part of the ring's size has been read since this was last asked, in hundredths. */
  long percentRead() {
    long percent = (position - marked) * 100 / (mask + 1);
    marked = position;
    return percent;
  }

  /** The eight bytes at an offset of the record at the head. */
  long wordOfHead(int offset) {
    return (long) TIME.get(data, (position & mask) + HEADER_BYTES + offset);
  }

  /**
   * Hands over the record at the head.
   *
   * @param as the position that it is told to stand at
   */
  void take(RecordHandler handler, long as) {
    long offset = position & mask;
    int length = headLength;
    // Moved on first: a handler that throws must not meet the same record again.
    pass();
    handler.record(data, offset + HEADER_BYTES, length, as);
    if (position - givenBack >= GIVE_BACK) {
      giveBack();
    }
  }

  private void pass() {
    position += (headLength + HEADER_BYTES + 7L) & ~7L;
  }

  /** Lets the kernel have the room of all that was read. */
  void giveBack() {
    if (position != givenBack) {
      POSITION.setRelease(consumer, 0L, position);
      givenBack = position;
    }
  }
}

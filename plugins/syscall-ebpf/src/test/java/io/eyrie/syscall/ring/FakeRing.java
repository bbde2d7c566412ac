// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** A ring in plain memory, written as the kernel writes it: each byte twice, once per mapping. */
public final class FakeRing {

  private static final int BUSY = 1 << 31;
  private static final int DISCARDED = 1 << 30;

  private final MemorySegment consumer = Arena.ofAuto().allocate(8, 8);
  private final MemorySegment producer = Arena.ofAuto().allocate(8, 8);
  private final MemorySegment data;
  private final int size;
  private long written;

  /** A ring of a power of two of bytes. */
  public FakeRing(int size) {
    this.size = size;
    this.data = Arena.ofAuto().allocate(2L * size, 8);
  }

  /** A reader of it, from where the last one stopped. */
  public RingReader reader() {
    return new RingReader(consumer, producer, data, size);
  }

  /** Writes a record; gives the position of its header. */
  public long write(byte[] record) {
    return put(record, 0);
  }

  /** Writes a record that was given up. */
  public long writeDiscarded(byte[] record) {
    return put(record, DISCARDED);
  }

  /** Writes a record that its producer has not finished. */
  public long writeBusy(byte[] record) {
    return put(record, BUSY);
  }

  /** Finishes it. */
  public void finish(long position, int length) {
    header(position, length);
  }

  /** How far the reader has given room back. */
  public long consumed() {
    return consumer.get(ValueLayout.JAVA_LONG, 0);
  }

  /** Fills a whole ring with these records in turn; gives how many fit. */
  public int fill(List<byte[]> records) {
    int count = 0;
    for (int used = 0; ; count++) {
      byte[] record = records.get(count % records.size());
      used += (record.length + 15) & ~7;
      if (used > size) {
        return count;
      }
      write(record);
    }
  }

  /** Lets a reader read what is there once more. */
  public void rewind() {
    consumer.set(ValueLayout.JAVA_LONG, 0, 0);
  }

  private long put(byte[] record, int flags) {
    long position = written;
    header(position, record.length | flags);
    for (int i = 0; i < record.length; i++) {
      byteAt(position + 8 + i, record[i]);
    }
    written += (record.length + 15) & ~7;
    producer.set(ValueLayout.JAVA_LONG, 0, written);
    return position;
  }

  private void header(long position, int word) {
    long at = position & size - 1;
    data.set(ValueLayout.JAVA_INT, at, word);
    data.set(ValueLayout.JAVA_INT, at + size, word);
  }

  private void byteAt(long position, byte value) {
    long at = position & size - 1;
    data.set(ValueLayout.JAVA_BYTE, at, value);
    data.set(ValueLayout.JAVA_BYTE, at + size, value);
  }
}

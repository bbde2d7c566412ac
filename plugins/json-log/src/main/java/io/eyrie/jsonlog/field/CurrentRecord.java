// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.field;

import org.jspecify.annotations.Nullable;

/**
 * The record that is being judged, shared by a source and all extractions that it has handed out.
 *
 * <p>Remembers which of them was asked last: that one is projected together with the source's own
 * look at the record, so that a record is read once. An extraction of an older or newer binding is
 * projected when it is asked. Not safe for several threads.
 */
public final class CurrentRecord {

  private byte[] array = {};
  private int offset;
  private int length;
  private long number;
  private long timeNanos;
  private @Nullable FieldExtraction asked;

  /** Goes on to the next record; the bytes must stay as they are until the one after it. */
  public void next(byte[] bytes, int from, int count) {
    array = bytes;
    offset = from;
    length = count;
    number++;
  }

  /** Sets the time of the record, nanoseconds since the epoch, for fields that give it. */
  public void timeNanos(long nanos) {
    timeNanos = nanos;
  }

  /** The extraction that was asked last; null when none has been yet. */
  public @Nullable FieldExtraction asked() {
    return asked;
  }

  void asked(FieldExtraction extraction) {
    asked = extraction;
  }

  byte[] array() {
    return array;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  long number() {
    return number;
  }

  /** The time of the record, nanoseconds since the epoch. */
  public long timeNanos() {
    return timeNanos;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import io.eyrie.api.field.Value;
import java.util.Arrays;

/**
 * The demanded values of the current record: what stands at each path, and where.
 *
 * <p>Reading allocates nothing once the memory for decoded texts has grown to what the records
 * need. Slices that were given away stay unchanged until the next record is projected. Not safe for
 * several threads.
 */
public final class Slots {

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final JsonKind[] kinds;
  private final int[] starts;
  private final int[] ends;
  private final boolean[] escaped;
  private final Scratch scratch = new Scratch();

  private byte[] record = NULL;
  private int recordStart;
  private int recordLength;
  private long timeNanos;

  Slots(int count) {
    kinds = new JsonKind[count];
    starts = new int[count];
    ends = new int[count];
    escaped = new boolean[count];
    Arrays.fill(kinds, JsonKind.MISSING);
  }

  void begin(byte[] array, int offset, int length) {
    record = array;
    recordStart = offset;
    recordLength = length;
    Arrays.fill(kinds, JsonKind.MISSING);
    scratch.reset();
  }

  /** Notes a value; start and end are indices into the record's array. */
  void note(int slot, JsonKind kind, int start, int end) {
    kinds[slot] = kind;
    starts[slot] = start;
    ends[slot] = end;
    escaped[slot] = false;
  }

  /**
   * Notes a string by the index behind its opening quote. The parser has not been through it yet:
   * when it has no end, it finds that out after this.
   */
  void noteString(int slot, int start) {
    byte[] bytes = record;
    int limit = recordStart + recordLength;
    boolean escape = false;
    int at = start;
    while (at < limit && bytes[at] != '"') {
      if (bytes[at] == '\\') {
        escape = true;
        at++;
      }
      at++;
    }
    kinds[slot] = JsonKind.STRING;
    starts[slot] = start;
    ends[slot] = Math.min(at, limit);
    escaped[slot] = escape;
  }

  void forget(int slot) {
    kinds[slot] = JsonKind.MISSING;
  }

  /** What stands at the slot's path. */
  public JsonKind kind(int slot) {
    return kinds[slot];
  }

  /** Whether there is a value other than {@code null}. */
  public boolean present(int slot) {
    return kinds[slot] != JsonKind.MISSING && kinds[slot] != JsonKind.NULL;
  }

  /** The time of the record in nanoseconds since the epoch, as its reader found it. */
  public long timeNanos() {
    return timeNanos;
  }

  /** Sets the time of the record, for fields that give it. */
  public void timeNanos(long nanos) {
    timeNanos = nanos;
  }

  /** Whether a string stands there and is this text. */
  public boolean is(int slot, byte[] text) {
    if (kinds[slot] != JsonKind.STRING) {
      return false;
    }
    if (!escaped[slot]) {
      return Arrays.equals(record, starts[slot], ends[slot], text, 0, text.length);
    }
    Slice slice = text(slot);
    return Arrays.equals(
        slice.array(), slice.offset(), slice.offset() + slice.length(), text, 0, text.length);
  }

  /**
   * The value as text: a string's own text, of all others their compact JSON.
   *
   * @throws IllegalStateException if nothing stands there
   */
  public Slice text(int slot) {
    return switch (kinds[slot]) {
      case MISSING -> throw new IllegalStateException("no value in slot " + slot);
      case NULL, TRUE, FALSE, NUMBER ->
          scratch.slice(record, starts[slot], ends[slot] - starts[slot]);
      case STRING ->
          escaped[slot]
              ? JsonText.decoded(record, starts[slot], ends[slot], scratch)
              : scratch.slice(record, starts[slot], ends[slot] - starts[slot]);
      case OBJECT, ARRAY -> JsonText.compact(record, starts[slot], ends[slot], scratch);
    };
  }

  /**
   * The value as compact JSON, a string with its quotes.
   *
   * @throws IllegalStateException if nothing stands there
   */
  public Slice json(int slot) {
    return kinds[slot] == JsonKind.STRING
        ? JsonText.compact(record, starts[slot] - 1, ends[slot] + 1, scratch)
        : text(slot);
  }

  /**
   * Two values as texts, each with a text before it.
   *
   * @param before plain ASCII, as {@code between}
   * @throws IllegalStateException if there is nothing in one of the slots
   */
  public Slice joined(String before, int first, String between, int second) {
    Slice text = text(first);
    byte[] array = text.array();
    int offset = text.offset();
    int length = text.length();
    Slice other = text(second);
    return JsonText.joined(before, array, offset, length, between, other, scratch);
  }

  /** The whole record with a line per value, indented by two blanks. */
  public Slice indented() {
    return JsonText.indented(record, recordStart, recordStart + recordLength, scratch);
  }

  /**
   * Gives {@link #text(int)} to a holder; leaves it untouched when nothing or null stands there.
   */
  public void text(int slot, Value into) {
    if (present(slot)) {
      text(slot).giveTo(into);
    }
  }

  /** Gives {@link #json(int)} to a holder, {@code null} included. */
  public void json(int slot, Value into) {
    if (kinds[slot] != JsonKind.MISSING) {
      json(slot).giveTo(into);
    }
  }

  /** Whether a number stands there that is zero or more; its fraction does not count. */
  public boolean countable(int slot) {
    return kinds[slot] == JsonKind.NUMBER && record[starts[slot]] != '-';
  }

  /**
   * The number at a {@link #countable} slot without its fraction, as 64 unsigned bits; the largest
   * such number when it is larger.
   */
  public long count(int slot) {
    return JsonText.unsigned(record, starts[slot], ends[slot]);
  }
}

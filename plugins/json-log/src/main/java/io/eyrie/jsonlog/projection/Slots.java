// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import io.eyrie.api.field.Value;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
  private final @Nullable Elements[] many;
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
    many = new Elements[count];
    Arrays.fill(kinds, JsonKind.MISSING);
  }

  /** Makes a slot one that takes a value per element of an array. */
  void holdMany(int slot) {
    if (many[slot] == null) {
      many[slot] = new Elements();
    }
  }

  void begin(byte[] array) {
    record = array;
    recordStart = 0;
    recordLength = 0;
    Arrays.fill(kinds, JsonKind.MISSING);
    for (Elements elements : many) {
      if (elements != null) {
        elements.clear();
      }
    }
    scratch.reset();
  }

  /** Notes where in its array the record stands. */
  void range(int offset, int length) {
    recordStart = offset;
    recordLength = length;
  }

  /** Decodes a text of the record's array, given without its quotes. */
  Slice decoded(int start, int end) {
    return text(JsonKind.STRING, start, end, true);
  }

  /**
   * Notes a value.
   *
   * @param start index into the record's array; of a string, behind its opening quote
   * @param end index behind the value; of a string, of its closing quote
   * @param escape whether it is a string with a backslash in it
   */
  void note(int slot, JsonKind kind, int start, int end, boolean escape) {
    Elements elements = many[slot];
    if (elements != null) {
      elements.add(kind, start, end, escape);
      return;
    }
    kinds[slot] = kind;
    starts[slot] = start;
    ends[slot] = end;
    escaped[slot] = escape;
  }

  /** Takes back the value, or of many values those that begin at that index or behind it. */
  void forget(int slot, int from) {
    Elements elements = many[slot];
    if (elements != null) {
      elements.cut(from);
    }
    kinds[slot] = JsonKind.MISSING;
  }

  /**
   * The values of a path that goes through every element of an array, in their order.
   *
   * @throws IllegalStateException if the slot's path is not of that kind
   */
  public Elements elements(int slot) {
    Elements elements = many[slot];
    if (elements == null) {
      throw new IllegalStateException("slot " + slot + " has one value");
    }
    return elements;
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
    return is(kinds[slot], starts[slot], ends[slot], escaped[slot], text);
  }

  /** Whether one of many values is a string and this text. */
  public boolean is(Elements elements, int index, byte[] text) {
    return is(
        elements.kind(index),
        elements.start(index),
        elements.end(index),
        elements.escaped(index),
        text);
  }

  private boolean is(JsonKind kind, int start, int end, boolean escape, byte[] text) {
    if (kind != JsonKind.STRING) {
      return false;
    }
    if (!escape) {
      return Arrays.equals(record, start, end, text, 0, text.length);
    }
    Slice slice = text(kind, start, end, true);
    return Arrays.equals(
        slice.array(), slice.offset(), slice.offset() + slice.length(), text, 0, text.length);
  }

  /**
   * The value as text: a string's own text, of all others their compact JSON.
   *
   * @throws IllegalStateException if nothing stands there
   */
  public Slice text(int slot) {
    return text(kinds[slot], starts[slot], ends[slot], escaped[slot]);
  }

  /** One of many values as text. */
  public Slice text(Elements elements, int index) {
    return text(
        elements.kind(index), elements.start(index), elements.end(index), elements.escaped(index));
  }

  private Slice text(JsonKind kind, int start, int end, boolean escape) {
    if (plain(kind, escape)) {
      return scratch.slice(record, start, end - start);
    }
    scratch.begin();
    append(kind, start, end, escape);
    return scratch.end();
  }

  private static boolean plain(JsonKind kind, boolean escape) {
    return switch (kind) {
      case MISSING -> throw new IllegalStateException("no value in this slot");
      case NULL, TRUE, FALSE, NUMBER -> true;
      case STRING -> !escape;
      case OBJECT, ARRAY -> false;
    };
  }

  private void append(JsonKind kind, int start, int end, boolean escape) {
    if (plain(kind, escape)) {
      scratch.put(record, start, end);
    } else if (kind == JsonKind.STRING) {
      JsonText.decoded(record, start, end, scratch);
    } else {
      JsonText.compact(record, start, end, scratch);
    }
  }

  /**
   * The value as compact JSON, a string with its quotes.
   *
   * @throws IllegalStateException if nothing stands there
   */
  public Slice json(int slot) {
    return json(kinds[slot], starts[slot], ends[slot], escaped[slot]);
  }

  /** One of many values as compact JSON. */
  public Slice json(Elements elements, int index) {
    return json(
        elements.kind(index), elements.start(index), elements.end(index), elements.escaped(index));
  }

  private Slice json(JsonKind kind, int start, int end, boolean escape) {
    if (kind != JsonKind.STRING) {
      return text(kind, start, end, escape);
    }
    scratch.begin();
    JsonText.compact(record, start - 1, end + 1, scratch);
    return scratch.end();
  }

  /** Begins a text that is put together from several values; no other is asked for meanwhile. */
  public void begin() {
    scratch.begin();
  }

  /** Appends plain ASCII to the text that was begun. */
  public void append(String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      scratch.put(ascii.charAt(i));
    }
  }

  /** Appends what {@link #text(int)} gives to the text that was begun. */
  public void append(int slot) {
    append(kinds[slot], starts[slot], ends[slot], escaped[slot]);
  }

  /** Appends what {@link #text(Elements, int)} gives to the text that was begun. */
  public void append(Elements elements, int index) {
    append(
        elements.kind(index), elements.start(index), elements.end(index), elements.escaped(index));
  }

  /** Appends bytes that are already text to the text that was begun. */
  public void append(byte[] utf8, int from, int to) {
    scratch.put(utf8, from, to);
  }

  /** Ends the text that was begun. */
  public Slice end() {
    return scratch.end();
  }

  /** Gives the keys of one of many values, in their order, when it is an object. */
  public void keys(Elements elements, int index, ByteSink to) {
    if (elements.kind(index) == JsonKind.OBJECT) {
      JsonText.keys(record, elements.start(index), elements.end(index), scratch, to);
    }
  }

  /** The whole record with a line per value, indented by two blanks. */
  public Slice indented() {
    scratch.begin();
    JsonText.indented(record, recordStart, recordStart + recordLength, scratch);
    return scratch.end();
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

  /**
   * The number at a slot as a double; allocates.
   *
   * @throws NumberFormatException if no number stands there
   */
  public double decimal(int slot) {
    return JsonText.decimal(record, starts[slot], ends[slot]);
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

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.convert;

import io.eyrie.syscall.convert.Conversion.Fill;
import io.eyrie.syscall.convert.Entries.Entry;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.Columns;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.ParameterType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns events of old programs into events of today's table, in their order.
 *
 * <p>An exit whose entry is missing, or is that of another call because some events are not in the
 * capture, gets defaults. Events of today pass without a look at any table but one. Allocates
 * nothing for a thread that it has seen. Not safe for several threads.
 */
public final class Converter {

  /** What became of an event. */
  public enum Outcome {
    /** It is an event of today's table now. */
    PASS,
    /** It is no event of its own. */
    DROP,
    /** There never was an event of this code with so many parameters. */
    UNKNOWN
  }

  private enum Decision {
    PASS,
    DROP,
    CONVERT,
    CONVERT_IF_SHORT
  }

  private static final int MOST_ROUNDS = 50;
  private static final int MOST_PARAMETERS = 33;
  private static final Decision[] DECISIONS = decisions();
  private static final @Nullable Conversion[][] CONVERSIONS = conversions();
  private static final byte[] ZEROS = new byte[16];
  private static final byte[] NOBODY = {-1, -1, -1, -1};

  private final Entries entries = new Entries();
  private final int[] offsets = new int[MOST_PARAMETERS];
  private final int[] lengths = new int[MOST_PARAMETERS];
  private int count;

  /** A converter without stored entries. */
  public Converter() {}

  private static Decision[] decisions() {
    Decision[] decisions = new Decision[EventTable.size()];
    for (EventRow row : EventTable.rows()) {
      decisions[row.code()] = decision(row);
    }
    return decisions;
  }

  private static Decision decision(EventRow row) {
    boolean old = row.has(EventRow.Flag.OLD_VERSION);
    if (row.has(EventRow.Flag.UNUSED)) {
      return Decision.DROP;
    }
    if (!row.has(EventRow.Flag.CONVERTER_MANAGED)) {
      return old ? Decision.DROP : Decision.PASS;
    }
    return old || !row.exit() ? Decision.CONVERT : Decision.CONVERT_IF_SHORT;
  }

  private static @Nullable Conversion[][] conversions() {
    @Nullable Conversion[][] table = new @Nullable Conversion[EventTable.size()][];
    for (String[] columns : Columns.of(Converter.class, "conversions.tsv")) {
      int code = Integer.parseInt(columns[0]);
      @Nullable Conversion[] row = table[code];
      if (row == null) {
        row = new @Nullable Conversion[MOST_PARAMETERS];
        table[code] = row;
      }
      row[Integer.parseInt(columns[1])] = Conversion.of(columns);
    }
    return table;
  }

  /** Converts an event in place. */
  public Outcome convert(Event event) {
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Decision decision = DECISIONS[event.code()];
      switch (decision) {
        case PASS -> {
          return Outcome.PASS;
        }
        case DROP -> {
          return Outcome.DROP;
        }
        case CONVERT_IF_SHORT -> {
          if (event.count() == event.row().parameters().size()) {
            return Outcome.PASS;
          }
        }
        case CONVERT -> {}
      }
      Conversion conversion = find(event);
      if (conversion == null) {
        return Outcome.UNKNOWN;
      }
      switch (conversion.action()) {
        case STORE -> {
          entries.store(event);
          return Outcome.DROP;
        }
        case STOREPASS -> {
          entries.store(event);
          return Outcome.PASS;
        }
        case PASS -> {
          return Outcome.PASS;
        }
        case ADD -> {
          keep(event);
          fill(event, conversion);
        }
        case RETYPE -> {
          keep(event);
          Entry entry = entries.find(event.tid(), event.code() - 1);
          event.become(conversion.becomes());
          fill(event, conversion, entry);
        }
      }
    }
    return Outcome.UNKNOWN;
  }

  /** How many entries were forgotten before their exit came, to stay within the bound. */
  public long forgotten() {
    return entries.forgotten();
  }

  /** Forgets all entries: another capture begins. */
  public void restart() {
    entries.forgetAll();
  }

  private static @Nullable Conversion find(Event event) {
    @Nullable Conversion[] row = CONVERSIONS[event.code()];
    return row == null || event.count() >= row.length ? null : row[event.count()];
  }

  private void keep(Event event) {
    count = event.count();
    for (int i = 0; i < count; i++) {
      offsets[i] = event.offset(i);
      lengths[i] = event.length(i);
    }
  }

  private void fill(Event event, Conversion conversion) {
    fill(event, conversion, entries.find(event.tid(), event.code() - 1));
  }

  private void fill(Event event, Conversion conversion, @Nullable Entry entry) {
    boolean used = false;
    List<Fill> fills = conversion.fills();
    for (int i = 0; i < fills.size(); i++) {
      Fill fill = fills.get(i);
      ParameterType type = event.row().parameter(event.count()).type();
      switch (fill.from()) {
        case OLD -> {
          int index = fill.index();
          event.parameter(offsets[index], index < count ? cut(lengths[index], type) : 0);
        }
        case ENTRY_OR_EMPTY -> {
          if (entry == null) {
            event.empty();
          } else {
            take(event, entry, fill.index(), type);
            used = true;
          }
        }
        case ENTRY_OR_DEFAULT -> {
          if (entry == null) {
            putDefault(event, type);
          } else {
            take(event, entry, fill.index(), type);
            used = true;
          }
        }
        case DEFAULT -> putDefault(event, type);
        case EMPTY -> event.empty();
        case CONTAINER_JSON -> containerJson(event);
      }
    }
    if (used && entry != null) {
      entry.forget();
    }
  }

  private static int cut(int length, ParameterType type) {
    return type.size() == 0 ? length : Math.min(length, type.size());
  }

  private static void take(Event event, Entry entry, int index, ParameterType type) {
    int length = cut(entry.length(index), type);
    if (length == 0) {
      event.empty();
    } else {
      event.parameter(event.append(entry.bytes(), entry.offset(index), length), length);
    }
  }

  private static void putDefault(Event event, ParameterType type) {
    byte[] value = type == ParameterType.UID || type == ParameterType.GID ? NOBODY : ZEROS;
    if (type.size() == 0) {
      event.empty();
    } else {
      event.parameter(event.append(value, 0, type.size()), type.size());
    }
  }

  /** An event of 2015: its four parameters as the text that later versions carry. */
  private void containerJson(Event event) {
    if (count < 4 || lengths[0] == 0 || lengths[1] != 4 || lengths[2] == 0 || lengths[3] == 0) {
      event.empty();
      return;
    }
    byte[] json =
        "{\"id\":\"%s\",\"type\":%d,\"name\":\"%s\",\"image\":\"%s\"}\0"
            .formatted(text(event, 0), event.intAt(offsets[1]), text(event, 2), text(event, 3))
            .getBytes(StandardCharsets.ISO_8859_1);
    event.parameter(event.append(json, 0, json.length), json.length);
  }

  private String text(Event event, int index) {
    int length = lengths[index];
    if (length > 0 && event.bytes()[offsets[index] + length - 1] == 0) {
      length--;
    }
    return new String(event.bytes(), offsets[index], length, StandardCharsets.ISO_8859_1);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.table.ParameterType;
import io.eyrie.syscall.text.ParameterText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The parameters of the event: {@code evt.args}, {@code evt.arg}, {@code evt.rawarg}. */
final class EventTextFields {

  private EventTextFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.made(
            Field.of(
                "evt.args", FieldType.STRING, "All parameters as text, name=value and resolved."),
            All::new),
        FieldRow.made(Field.of("evt.info", FieldType.STRING, "The same as evt.args."), All::new),
        FieldRow.withArgument(
            Field.of(
                    "evt.arg",
                    FieldType.STRING,
                    "One parameter as resolved text, by name (evt.arg.flags) or position"
                        + " (evt.arg[0]).")
                .withArgument(Argument.REQUIRED_INDEX_OR_KEY)
                .withKeys(EventParameters.types().keySet()),
            One::new),
        FieldRow.withArgument(
            Field.of(
                    "evt.rawarg",
                    FieldType.STRING,
                    "One parameter by name with the type that it has, such as a number.")
                .withArgument(Argument.REQUIRED_KEY)
                .withKeys(EventParameters.types().keySet())
                .withKeyTypes(rawTypes())
                .withKeyBases(rawBases()),
            argument -> raw(Objects.requireNonNull(argument))));
  }

  private static Map<String, FieldType> rawTypes() {
    Map<String, FieldType> types = new LinkedHashMap<>();
    EventParameters.types().forEach((name, type) -> types.put(name, rawType(type)));
    return types;
  }

  /** The bases of the numbers that are not printed in decimal. */
  private static Map<String, Integer> rawBases() {
    Map<String, Integer> bases = new LinkedHashMap<>();
    EventParameters.formats()
        .forEach((name, format) -> {
          switch (format) {
            case HEX -> bases.put(name, 16);
            case OCT -> bases.put(name, 8);
            case DEC, NA -> {}
          }
        });
    return bases;
  }

  private static FieldType rawType(ParameterType type) {
    return switch (type) {
      case INT8, INT16, INT32, INT64, ERRNO, FD, PID, FD32, PID32 -> FieldType.INT64;
      case UINT8,
          UINT16,
          UINT32,
          UINT64,
          SYSCALLID,
          SIGTYPE,
          FLAGS8,
          FLAGS16,
          FLAGS32,
          ENUMFLAGS8,
          ENUMFLAGS16,
          ENUMFLAGS32,
          MODE,
          SIGSET,
          UID,
          GID ->
          FieldType.UINT64;
      case RELTIME -> FieldType.RELTIME;
      case ABSTIME -> FieldType.ABSTIME;
      case PORT -> FieldType.PORT;
      case IPV4ADDR, IPV6ADDR -> FieldType.IP;
      case CHARBUF, FSPATH, FSRELPATH -> FieldType.STRING;
      case BYTEBUF, SOCKADDR, SOCKTUPLE, FDLIST, DYN, CHARBUFARRAY, CHARBUF_PAIR_ARRAY ->
          FieldType.BYTES;
    };
  }

  private static FieldReader raw(String name) {
    int[] indices = EventParameters.named(name);
    FieldType type = rawTypes().get(name);
    if (type == null) {
      throw unknown("evt.rawarg", name);
    }
    return switch (type) {
      case STRING -> (current, into) -> text(current, indices, into);
      case BYTES, IP -> (current, into) -> bytes(current, indices, into);
      case UINT64, RELTIME, ABSTIME, PORT -> (current, into) -> unsigned(current, indices, into);
      default -> (current, into) -> signed(current, indices, into);
    };
  }

  private static IllegalArgumentException unknown(String field, String name) {
    return new IllegalArgumentException(
        field + "." + name + ": no event has a parameter named '" + name + "'");
  }

  private static int index(CurrentEvent current, int[] indices) {
    Event event = current.event();
    int index = indices[event.code()];
    return event.has(index) ? index : EventParameters.NONE;
  }

  private static boolean number(Event event, int index) {
    return index >= 0 && event.row().parameter(index).type().size() > 0;
  }

  private static void signed(CurrentEvent current, int[] indices, Value into) {
    int index = index(current, indices);
    if (number(current.event(), index)) {
      into.set(current.event().signed(index));
    }
  }

  private static void unsigned(CurrentEvent current, int[] indices, Value into) {
    int index = index(current, indices);
    if (number(current.event(), index)) {
      into.set(current.event().unsigned(index));
    }
  }

  private static void text(CurrentEvent current, int[] indices, Value into) {
    int index = index(current, indices);
    Event event = current.event();
    if (index >= 0 && !number(event, index)) {
      into.set(event.bytes(), event.offset(index), event.textLength(index));
    }
  }

  private static void bytes(CurrentEvent current, int[] indices, Value into) {
    int index = index(current, indices);
    Event event = current.event();
    if (index >= 0) {
      into.set(event.bytes(), event.offset(index), event.length(index));
    }
  }

  /** All parameters. */
  private static final class All implements FieldReader {

    private final Text text = new Text(256);
    private @Nullable ParameterText parameters;

    @Override
    public void read(CurrentEvent current, Value into) {
      ParameterText writer = parameters;
      if (writer == null) {
        writer = new ParameterText(current.state());
        parameters = writer;
      }
      writer.all(current.event(), text.clear());
      into.set(text.bytes(), 0, text.length());
    }
  }

  /** One parameter. */
  private static final class One implements FieldReader {

    private final Text text = new Text(64);
    private final int[] indices;
    private @Nullable ParameterText parameters;

    One(@Nullable String argument) {
      String which = Objects.requireNonNull(argument);
      boolean position = which.matches("[0-9]{1,4}");
      if (!position && !EventParameters.types().containsKey(which)) {
        throw unknown("evt.arg", which);
      }
      indices =
          position ? EventParameters.at(Integer.parseInt(which)) : EventParameters.named(which);
    }

    @Override
    public void read(CurrentEvent current, Value into) {
      Event event = current.event();
      int index = indices[event.code()];
      if (index < 0 || index >= event.count()) {
        return;
      }
      ParameterText writer = parameters;
      if (writer == null) {
        writer = new ParameterText(current.state());
        parameters = writer;
      }
      writer.best(event, index, text.clear());
      into.set(text.bytes(), 0, text.length());
    }
  }
}

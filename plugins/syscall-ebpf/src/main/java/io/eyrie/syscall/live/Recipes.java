// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.table.Parameter;
import io.eyrie.syscall.table.ParameterType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compiles the recipes of {@code calls.tsv} to writers of parameters.
 *
 * <p>A recipe is a number (see {@link NumberReader}), written in the parameter's own size and,
 * where its table has values of its own, in these; or one of
 *
 * <pre>
 *   -              not available                       nul            the empty text
 *   tN bN          section N as a text, as bytes       vN dN          a vector's whole length, its bytes
 *   exe:N args:N   the first of section N's texts, the others         path:N    components as a path
 *   opened:N,P     section N as a text, or P's components when it was changed while the kernel looked
 *   tid pid ptid comm cgroups:N                        tty:N+O dev:N  a device, as user space numbers it
 *   addr:N out:S,A in:S,A                              an address; both ends, own first, own last
 *   open:F,N omode:F,M layer:N exeflags:P,F cloneflags:N mountflags:N semflags:A option:L,O
 *   wide:A pair:H,L                                    64 bits in two registers of 32-bit tasks, always
 *   fdlist:N time:N sigset:N backlogpct:N optval:N,L
 *   diA duA dsA dvN dtN                                a value with the kind of it before
 *   ?A=V,V:X|Y                                         X when register A has one of the values, else Y
 * </pre>
 */
final class Recipes {

  private static final ParameterWriter ABSENT = (_, event) -> event.empty();

  private Recipes() {}

  /** The writers of an event's parameters. */
  static ParameterWriter[] of(String recipes, List<Parameter> parameters) {
    if (recipes.isEmpty()) {
      return new ParameterWriter[0];
    }
    String[] texts = recipes.split(" ", -1);
    if (texts.length != parameters.size()) {
      throw new IllegalStateException(
          "calls.tsv: " + texts.length + " recipes for " + parameters + ": " + recipes);
    }
    List<ParameterWriter> writers = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      writers.add(writer(texts[i], parameters.get(i)));
    }
    return writers.toArray(ParameterWriter[]::new);
  }

  private static ParameterWriter writer(String text, Parameter parameter) {
    if (text.startsWith("?")) {
      return choice(text, parameter);
    }
    NumberReader number = NumberReader.of(text);
    if (number != null) {
      return number(number, parameter);
    }
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String[] of = colon < 0 ? new String[0] : text.substring(colon + 1).split(",", -1);
    return switch (name) {
      case "-" -> ABSENT;
      case "nul" -> Texts::empty;
      case "comm" -> Texts::comm;
      case "exe" -> texts(section(of, 0), Texts::first);
      case "args" -> texts(section(of, 0), Texts::others);
      case "path" -> texts(section(of, 0), Texts::path);
      case "cgroups" -> texts(section(of, 0), Texts::cgroups);
      case "opened" -> opened(section(of, 0), section(of, 1));
      case "tid" -> (record, event) -> event.put64(record.tid());
      case "pid" -> (record, event) -> event.put64(record.tgid());
      case "ptid" -> (record, event) -> event.put64(record.ppid());
      case "addr" -> texts(section(of, 0), SocketAddresses::address);
      case "out", "in" -> tuple(section(of, 0), of.length > 1 ? section(of, 1) : -1, name);
      default -> special(text, name, of, parameter);
    };
  }

  private static ParameterWriter special(
      String text, String name, String[] of, Parameter parameter) {
    return switch (name) {
      case "dev" -> texts(section(of, 0), FileWords::device);
      case "tty" -> tty(of[0]);
      case "layer" -> texts(section(of, 0), FileWords::layer);
      case "open" -> FileWords.openFlags(reader(of[0]), section(of, 1));
      case "omode" -> FileWords.openMode(reader(of[0]), reader(of[1]));
      case "exeflags" -> FileWords.programFlags(section(of, 0), section(of, 1));
      case "cloneflags" -> CallWords.cloneFlags(reader(of[0]));
      case "mountflags" -> CallWords.mountFlags(reader(of[0]));
      case "semflags" -> CallWords.semaphoreFlags(register(of[0]));
      case "option" -> CallWords.option(register(of[0]), register(of[1]));
      case "optval" -> CallWords.optionValue(section(of, 0), of.length > 1 ? section(of, 1) : -1);
      case "wide" -> CallWords.wide(register(of[0]));
      case "pair" -> CallWords.pair(register(of[0]), register(of[1]));
      case "fdlist" -> texts(section(of, 0), CallWords::polled);
      case "time" -> texts(section(of, 0), CallWords::time);
      case "sigset" -> texts(section(of, 0), CallWords::signals);
      case "backlogpct" -> texts(section(of, 0), CallWords::backlog);
      default -> slice(text, parameter);
    };
  }

  private static ParameterWriter slice(String text, Parameter parameter) {
    if (text.matches("d[iusvt]\\d")) {
      int index = text.charAt(2) - '0';
      return switch (text.charAt(1)) {
        case 'v' -> texts(index, CallWords::dynamicWord);
        case 't' -> texts(index, CallWords::dynamicText);
        case 's' -> (record, event) -> CallWords.dynamicSignal(record, event, index);
        default -> (record, event) -> CallWords.dynamicNumber(record, event, index);
      };
    }
    if (!text.matches("[tbvd]\\d")) {
      throw new IllegalStateException("calls.tsv: no recipe " + text + " for " + parameter);
    }
    int section = text.charAt(1) - '0';
    return switch (text.charAt(0)) {
      case 'v' -> number(reader("s" + section + "+0/8"), parameter);
      case 'd' -> texts(section, Texts::behindLength);
      default -> texts(section, Texts::whole);
    };
  }

  private static ParameterWriter number(NumberReader number, Parameter parameter) {
    ParameterType type = parameter.type();
    NativeFlags flags = NativeFlags.of(parameter.flags());
    boolean half =
        number.half() && (type.signed() && type != ParameterType.INT64 || type.size() == 4);
    return (record, event) -> {
      if (!number.present(record)) {
        event.empty();
        return;
      }
      long whole = number.read(record, event);
      long value = half ? whole << 32 >> 32 : whole;
      if (flags != null) {
        value = flags.of(value & 0xffff_ffffL);
      }
      switch (type.size()) {
        case 1 -> event.put8(value);
        case 2 -> event.put16(value);
        case 4 -> event.put32(value);
        default -> event.put64(value);
      }
    };
  }

  private static ParameterWriter tty(String text) {
    int plus = text.indexOf('+');
    int section = Integer.parseInt(text.substring(0, plus));
    int offset = Integer.parseInt(text.substring(plus + 1));
    return (record, event) -> FileWords.terminal(record, event, section, offset);
  }

  private static ParameterWriter tuple(int socket, int given, String direction) {
    boolean outwards = direction.equals("out");
    return (record, event) -> SocketAddresses.tuple(record, event, socket, given, outwards);
  }

  private static ParameterWriter opened(int asked, int place) {
    return (record, event) -> {
      if (record.length(place) > 0) {
        Texts.path(record, event, place);
      } else {
        Texts.whole(record, event, asked);
      }
    };
  }

  private static ParameterWriter texts(int section, SectionWriter writer) {
    return (record, event) -> writer.write(record, event, section);
  }

  private static ParameterWriter choice(String text, Parameter parameter) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    int bar = text.indexOf('|');
    int register = register(text.substring(1, equals));
    int[] values =
        Arrays.stream(text.substring(equals + 1, colon).split(",", -1))
            .mapToInt(Integer::parseInt)
            .toArray();
    ParameterWriter then =
        writer(text.substring(colon + 1, bar < 0 ? text.length() : bar), parameter);
    ParameterWriter otherwise = bar < 0 ? ABSENT : writer(text.substring(bar + 1), parameter);
    return (record, event) -> {
      int value = (int) record.argument(register);
      for (int one : values) {
        if (one == value) {
          then.write(record, event);
          return;
        }
      }
      otherwise.write(record, event);
    };
  }

  private static NumberReader reader(String text) {
    NumberReader number = NumberReader.of(text);
    if (number == null) {
      throw new IllegalStateException("calls.tsv: not a number: " + text);
    }
    return number;
  }

  private static int register(String text) {
    return Integer.parseInt(text.startsWith("a") ? text.substring(1) : text);
  }

  private static int section(String[] of, int index) {
    return Integer.parseInt(of[index]);
  }

  /** Adds one parameter from a section. */
  @FunctionalInterface
  interface SectionWriter {
    void write(LiveRecord record, Event event, int section);
  }
}

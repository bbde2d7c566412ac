// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.event.Errno;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.ParameterPaths;
import io.eyrie.syscall.state.Protocol;
import io.eyrie.syscall.state.Role;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.state.UserFacts;
import io.eyrie.syscall.table.FlagTable;
import io.eyrie.syscall.table.Parameter;
import io.eyrie.syscall.table.ParameterType;
import io.eyrie.syscall.table.Signals;
import io.eyrie.syscall.table.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Writes parameters as text: plain, as the number or text that they hold, and resolved, as what
 * that means here and now, where it means more. Not safe for several threads.
 */
public final class ParameterText {

  private static final int GENERIC = 1;
  private static final long NOBODY = 0xffff_ffffL;
  private static final int FD_ITEM = 10;

  private final SystemState state;
  private final ParameterPaths paths = new ParameterPaths();
  private final Text path = new Text(256);

  /** Resolves by what is known of this system. */
  public ParameterText(SystemState state) {
    this.state = state;
  }

  /** Appends all parameters, {@code name=plain(resolved)} joined by blanks. */
  public void all(Event event, Text to) {
    if (event.code() == GENERIC) {
      return;
    }
    for (int i = 0; i < event.count(); i++) {
      if (i > 0) {
        to.append(' ');
      }
      to.append(event.row().parameter(i).name()).append('=');
      plain(event, i, to);
      int open = to.length();
      to.append('(');
      resolved(event, i, to);
      if (to.length() == open + 1) {
        to.truncate(open);
      } else {
        to.append(')');
      }
    }
  }

  /** Appends what is resolved, or else what is plain. */
  public void best(Event event, int index, Text to) {
    int before = to.length();
    resolved(event, index, to);
    if (to.length() == before) {
      plain(event, index, to);
    }
  }

  /** Appends a parameter as it is. */
  public void plain(Event event, int index, Text to) {
    Parameter parameter = event.row().parameter(index);
    int length = event.length(index);
    if (length == 0) {
      to.append(missing(parameter.type()));
      return;
    }
    int at = event.offset(index);
    ParameterType type = parameter.type();
    if (type == ParameterType.DYN) {
      ParameterType form = DynamicForms.of(parameter.flags(), event.bytes()[at] & 0xff);
      if (form == null) {
        to.append(missing(type));
        return;
      }
      type = form;
      at++;
      length--;
    }
    plain(event, type, parameter.format(), at, length, to);
  }

  private static String missing(ParameterType type) {
    return switch (type) {
      case BYTEBUF, SOCKTUPLE, FDLIST, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, DYN -> "NULL";
      default -> "<NA>";
    };
  }

  private void plain(
      Event event, ParameterType type, Parameter.Format format, int at, int length, Text to) {
    switch (type) {
      case INT8, INT16, INT32, INT64 ->
          NumberText.write(signed(event, at, length), length, true, format, to);
      case UINT8, UINT16, UINT32, UINT64, MODE ->
          NumberText.write(signed(event, at, length), length, false, format, to);
      case ERRNO, FD, PID -> to.appendSigned(signed(event, at, length));
      case CHARBUF, FSPATH, FSRELPATH -> text(event, at, length, to);
      case BYTEBUF -> printable(event.bytes(), at, length, to);
      case SOCKADDR -> AddressText.end(event, at, length, to);
      case SOCKTUPLE -> AddressText.tuple(event, at, length, to);
      case FDLIST -> descriptors(event, at, length, to);
      case SYSCALLID, SIGTYPE, FLAGS8, FLAGS16, FLAGS32, ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 ->
          to.appendDecimal(unsigned(event, at, length));
      case SIGSET -> signals(unsigned(event, at, length), to);
      case RELTIME -> {
        long nanos = signed(event, at, length);
        if (nanos == -1) {
          to.append("none");
        } else {
          to.append(Long.toUnsignedString(nanos));
        }
      }
      case ABSTIME -> TimeText.date(signed(event, at, length), to);
      case UID, GID -> to.appendSigned(signed(event, at, length));
      case PORT, IPV4ADDR, IPV6ADDR, FD32, PID32, CHARBUFARRAY, CHARBUF_PAIR_ARRAY, DYN ->
          to.append("(n.a.)");
    }
  }

  /** Appends what a parameter means; nothing when it means no more than {@link #plain} says. */
  public void resolved(Event event, int index, Text to) {
    int length = event.length(index);
    if (length == 0) {
      return;
    }
    Parameter parameter = event.row().parameter(index);
    ParameterType type = parameter.type();
    int at = event.offset(index);
    if (type == ParameterType.DYN) {
      ParameterType form = DynamicForms.of(parameter.flags(), event.bytes()[at] & 0xff);
      if (form == null || length == 1) {
        return;
      }
      type = form;
      at++;
      length--;
    }
    switch (type) {
      case ERRNO -> errno(signed(event, at, length), to);
      case FD -> descriptor(signed(event, at, length), to);
      case PID -> {
        ThreadEntry thread = state.threads().get(signed(event, at, length));
        if (thread != null) {
          to.append(thread.comm());
        }
      }
      case FSPATH, FSRELPATH -> path(event, index, to);
      case SYSCALLID -> to.append(Syscalls.name((int) unsigned(event, at, length)));
      case SIGTYPE -> {
        String name = Signals.name(unsigned(event, at, length));
        if (name != null) {
          to.append(name);
        }
      }
      case RELTIME -> {
        long nanos = signed(event, at, length);
        if (nanos != -1) {
          TimeText.seconds(nanos, to);
        }
      }
      case FLAGS8, FLAGS16, FLAGS32 -> {
        FlagTable table = parameter.flags();
        if (table != null) {
          FlagText.flags(table, unsigned(event, at, length), to);
        }
      }
      case ENUMFLAGS8, ENUMFLAGS16, ENUMFLAGS32 -> {
        FlagTable table = parameter.flags();
        if (table != null) {
          FlagText.names(table, unsigned(event, at, length), to);
        }
      }
      case MODE -> {
        FlagTable table = parameter.flags();
        if (table != null) {
          FlagText.mode(table, unsigned(event, at, length), to);
        }
      }
      case UID -> user(unsigned(event, at, length), to);
      case GID -> group(unsigned(event, at, length), to);
      case INT8,
          INT16,
          INT32,
          INT64,
          UINT8,
          UINT16,
          UINT32,
          UINT64,
          CHARBUF,
          BYTEBUF,
          SOCKADDR,
          SOCKTUPLE,
          FDLIST,
          ABSTIME,
          PORT,
          DYN,
          SIGSET,
          IPV4ADDR,
          IPV6ADDR,
          FD32,
          PID32,
          CHARBUFARRAY,
          CHARBUF_PAIR_ARRAY -> {}
    }
  }

  private static long signed(Event event, int at, int length) {
    return switch (length) {
      case 1 -> event.bytes()[at];
      case 2 -> (short) event.shortAt(at);
      case 4 -> event.intAt(at);
      case 8 -> event.longAt(at);
      default -> 0;
    };
  }

  private static long unsigned(Event event, int at, int length) {
    return switch (length) {
      case 1 -> event.bytes()[at] & 0xff;
      case 2 -> event.shortAt(at);
      case 4 -> event.intAt(at) & 0xffff_ffffL;
      case 8 -> event.longAt(at);
      default -> 0;
    };
  }

  private static void text(Event event, int at, int length, Text to) {
    byte[] bytes = event.bytes();
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    int start = to.length();
    to.append(bytes, at, end - at);
    if (end - at == 6 && length == 7 && is(bytes, at, "(NULL)")) {
      to.truncate(start);
      to.append("<NA>");
    }
  }

  private static boolean is(byte[] bytes, int at, String ascii) {
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static void printable(byte[] bytes, int at, int length, Text to) {
    for (int i = at; i < at + length; i++) {
      byte b = bytes[i];
      to.append(b >= 0x20 && b < 0x7f ? (char) b : '.');
    }
  }

  private void descriptors(Event event, int at, int length, Text to) {
    ThreadEntry thread = state.thread();
    if (thread == null || length < 2) {
      return;
    }
    int count = Math.min(event.shortAt(at), (length - 2) / FD_ITEM);
    for (int i = 0; i < count; i++) {
      int item = at + 2 + i * FD_ITEM;
      long fd = event.longAt(item);
      Descriptor descriptor = thread.descriptors().get(fd);
      if (i > 0) {
        to.append(' ');
      }
      to.appendSigned(fd).append(':');
      if (descriptor == null) {
        to.append('?');
      } else {
        to.append(descriptor.type().letter());
      }
      to.appendHex(event.shortAt(item + 8));
    }
  }

  private static void signals(long set, Text to) {
    int start = to.length();
    for (int number = 1; number <= 32; number++) {
      String name = (set >>> number - 1 & 1) == 0 ? null : Signals.name(number);
      if (name != null) {
        if (to.length() > start) {
          to.append(' ');
        }
        to.append(name);
      }
    }
  }

  private static void errno(long result, Text to) {
    String name = result < 0 ? Errno.name(-result) : null;
    if (name != null) {
      to.append(name);
    }
  }

  /** A descriptor's letters and name, or why there is none. */
  private void descriptor(long fd, Text to) {
    ThreadEntry thread = state.thread();
    if (thread == null) {
      return;
    }
    if (fd < 0) {
      if (fd == ParameterPaths.AT_FDCWD) {
        to.append("AT_FDCWD");
      } else {
        errno(fd << 32 >> 32, to); // the low half is what calls compare
      }
      return;
    }
    Descriptor descriptor = thread.descriptors().get(fd);
    if (descriptor != null) {
      to.append('<').append(descriptor.type().letter());
      protocol(descriptor, to);
      to.append('>').append(descriptor.name());
    }
  }

  private static void protocol(Descriptor descriptor, Text to) {
    if (!descriptor.type().internet()) {
      return;
    }
    switch (shown(descriptor)) {
      case TCP -> to.append('t');
      case UDP -> to.append('u');
      case ICMP -> to.append('i');
      case RAW -> to.append('r');
      case UNKNOWN, NONE -> {}
    }
  }

  /** A connection has a protocol once it is known who began it. */
  private static Protocol shown(Descriptor descriptor) {
    boolean settled =
        descriptor.type().server()
            || descriptor.role() != Role.NONE
            || descriptor.protocol() == Protocol.RAW;
    return settled ? descriptor.protocol() : Protocol.NONE;
  }

  private void path(Event event, int index, Text to) {
    ThreadEntry thread = state.thread();
    int length = event.textLength(index);
    int at = event.offset(index);
    if (thread == null
        || length == 0
        || event.bytes()[at] == '/'
        || length == 4 && is(event.bytes(), at, "<NA>")) {
      return;
    }
    paths.joinShown(event, index, thread, path);
    to.append(path);
  }

  private void user(long uid, Text to) {
    if (uid == NOBODY) {
      to.append("<NONE>");
      return;
    }
    UserFacts user = state.accounts().user(state.thread(), uid);
    named(user == null ? null : user.name(), to);
  }

  private void group(long gid, Text to) {
    if (gid == NOBODY) {
      to.append("<NONE>");
      return;
    }
    GroupFacts group = state.accounts().group(state.thread(), gid);
    named(group == null ? null : group.name(), to);
  }

  private static void named(byte @Nullable [] name, Text to) {
    if (name == null) {
      to.append("<NA>");
    } else {
      to.append(name);
    }
  }
}

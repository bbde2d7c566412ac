// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.DescriptorTable;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.state.ThreadEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of the event's descriptor, the ends of connections aside. */
final class DescriptorFields {

  /** How fields begin that tell of descriptors or of directories. */
  private static final List<String> KEPT_FOR =
      List.of(
          "fd.",
          "fdlist.",
          "fs.path.",
          "proc.fd",
          "proc.std",
          "proc.cwd",
          "evt.arg",
          "evt.info",
          "evt.abspath",
          "evt.category",
          "evt.is_syslog",
          "evt.buflen.",
          "evt.count.error.");

  private static final int UPPER_LAYER = 1 << 15;
  private static final int LOWER_LAYER = 1 << 16;
  private static final byte[] SLASH = {'/'};

  private DescriptorFields() {}

  static List<FieldRow> rows() {
    return List.of(
        FieldRow.of(
            ProcessFields.number("fd.num", "Number of the descriptor, -1 when none was made."),
            (current, into) -> {
              if (about(current)) {
                into.set(current.fd());
              }
            }),
        FieldRow.of(
            ProcessFields.text(
                "fd.type",
                "What the descriptor is: file, directory, ipv4, ipv6, unix, pipe, event, signalfd,"
                    + " eventpoll, inotify, timerfd, netlink, bpf, userfaultfd, io_uring, memfd,"
                    + " pidfd."),
            OfDescriptor.of((fd, into) -> Values.set(into, fd.type().text()))),
        FieldRow.of(
            ProcessFields.text(
                "fd.typechar",
                "Letter of what the descriptor is: f file, d directory, 4 and 6 internet, u Unix"
                    + " socket or userfaultfd, p pipe, e event, s signal, l epoll, i inotify, t"
                    + " timer, n netlink, b bpf, r io_uring, m memfd, P pidfd, o other."),
            DescriptorFields::letter),
        FieldRow.made(
            ProcessFields.text(
                "fd.name",
                "Path of a file, or both ends of a connection as client:port->server:port."),
            () -> {
              DescriptorName name = new DescriptorName();
              return (current, into) -> set(name.of(current), into);
            }),
        FieldRow.made(
            ProcessFields.text("fd.nameraw", "Path of a file as the call gave it."),
            () -> {
              DescriptorName name = new DescriptorName();
              return (current, into) -> set(name.rawOf(current), into);
            }),
        FieldRow.made(
            ProcessFields.text("fd.directory", "Directory of a file; of a directory its path."),
            () -> {
              DescriptorName name = new DescriptorName();
              return (current, into) -> directory(current, name, into);
            }),
        FieldRow.of(
            ProcessFields.text("fd.filename", "Name of a file without its directory."),
            OfDescriptor.of(DescriptorFields::fileName)),
        FieldRow.made(
            ProcessFields.text("fd.uid", "The thread's id and the descriptor's number together."),
            DescriptorFields::key),
        FieldRow.made(
            ProcessFields.text(
                "fd.containername", "Container id and fd.name, with a colon between."),
            () -> inContainer(false)),
        FieldRow.made(
            ProcessFields.text(
                "fd.containerdirectory", "Container id and fd.directory, with a colon between."),
            () -> inContainer(true)),
        FieldRow.of(
            ProcessFields.number("fd.dev", "Number of the device that the file is on.").inBase(16),
            OfDescriptor.of((fd, into) -> into.set(fd.device()))),
        FieldRow.of(
            ProcessFields.number("fd.dev.major", "Major number of that device."),
            OfDescriptor.of((fd, into) -> into.set((fd.device() & 0xfff00) >>> 8))),
        FieldRow.of(
            ProcessFields.number("fd.dev.minor", "Minor number of that device."),
            OfDescriptor.of(
                (fd, into) -> into.set(fd.device() & 0xff | fd.device() >>> 12 & 0xfff00))),
        FieldRow.of(
            ProcessFields.number("fd.ino", "Inode of the file."),
            OfDescriptor.of((fd, into) -> into.set(fd.inode()))),
        FieldRow.withArgument(
            ProcessFields.text(
                    "fd.types",
                    "What the open descriptors of the process are, each once; with an index, what"
                        + " that descriptor is.")
                .withArgument(Argument.OPTIONAL_INDEX)
                .asList(),
            DescriptorFields::types),
        layer("fd.is_upper_layer", "upper", UPPER_LAYER),
        layer("fd.is_lower_layer", "lower", LOWER_LAYER),
        FieldRow.of(
            Field.of(
                "fd.connected", FieldType.BOOL, "Whether the descriptor is a connected socket."),
            OfDescriptor.of((fd, into) -> into.set(fd.connected()))),
        FieldRow.of(
            Field.of(
                "fd.name_changed",
                FieldType.BOOL,
                "Whether the event gave its descriptor another name, as datagrams do."),
            (current, into) -> {
              if (current.descriptor() != null) {
                into.set(current.state().nameChanged());
              }
            }));
  }

  private static boolean about(CurrentEvent current) {
    return current.aboutDescriptor() && current.thread() != null;
  }

  private static void set(@Nullable Text text, Value into) {
    if (text != null) {
      Values.set(into, text);
    }
  }

  private static void letter(CurrentEvent current, Value into) {
    Descriptor descriptor = current.descriptor();
    if (descriptor != null) {
      Values.set(into, descriptor.type().letter());
    } else if (about(current)) {
      Values.set(into, usual(current.event().row().name()).letter());
    }
  }

  /** What a descriptor that is not known, or was not made, usually is after this call. */
  private static DescriptorType usual(String call) {
    return switch (call) {
      case "openat", "openat2", "creat" -> DescriptorType.OPENED_FILE;
      case "socket", "accept", "accept4" -> DescriptorType.IPV4;
      case "pipe", "pipe2" -> DescriptorType.PIPE;
      case "eventfd", "eventfd2" -> DescriptorType.EVENT;
      case "signalfd", "signalfd4" -> DescriptorType.SIGNAL;
      case "timerfd_create" -> DescriptorType.TIMER;
      case "inotify_init", "inotify_init1" -> DescriptorType.INOTIFY;
      default -> DescriptorType.UNKNOWN;
    };
  }

  private static void directory(CurrentEvent current, DescriptorName names, Value into) {
    Descriptor descriptor = current.descriptor();
    if (descriptor == null) {
      Text name = names.ofCall(current, false);
      if (name != null) {
        into.set(directoryOf(name), 0, directoryLength(name));
      }
      return;
    }
    if (!descriptor.type().file()) {
      return;
    }
    Text name = descriptor.name();
    if (descriptor.type() == DescriptorType.DIRECTORY) {
      Values.set(into, name);
    } else {
      into.set(directoryOf(name), 0, directoryLength(name));
    }
  }

  private static byte[] directoryOf(Text name) {
    return lastSlash(name) > 0 ? name.bytes() : SLASH;
  }

  private static int directoryLength(Text name) {
    int slash = lastSlash(name);
    if (slash <= 0) {
      return 1;
    }
    return slash < name.length() - 1 ? slash : name.length();
  }

  private static int lastSlash(Text name) {
    int at = name.length() - 1;
    while (at >= 0 && name.at(at) != '/') {
      at--;
    }
    return at;
  }

  private static void fileName(Descriptor descriptor, Value into) {
    if (!descriptor.type().file() || descriptor.type() == DescriptorType.DIRECTORY) {
      return;
    }
    Text name = descriptor.name();
    int slash = lastSlash(name);
    if (slash < 0) {
      Values.set(into, SLASH);
    } else if (slash < name.length() - 1) {
      into.set(name.bytes(), slash + 1, name.length() - slash - 1);
    } else {
      Values.set(into, name);
    }
  }

  private static FieldReader key() {
    Text scratch = new Text(32);
    return (current, into) -> {
      ThreadEntry thread = current.thread();
      if (thread != null && about(current) && current.fd() >= 0) {
        scratch.clear().appendDecimal(thread.tid()).appendDecimal(current.fd());
        Values.set(into, scratch);
      }
    };
  }

  private static FieldReader inContainer(boolean directory) {
    DescriptorName names = new DescriptorName();
    Text scratch = new Text(256);
    Value part = new Value();
    return (current, into) -> {
      ThreadEntry thread = current.thread();
      if (thread == null) {
        return;
      }
      part.clear();
      if (directory) {
        directory(current, names, part);
      } else {
        set(names.of(current), part);
      }
      if (part.present()) {
        scratch
            .clear()
            .append(
                thread.image().container().idBytes(),
                0,
                thread.image().container().idBytes().length)
            .append(':')
            .append(part.array(0), part.offset(0), part.length(0));
        Values.set(into, scratch);
      }
    };
  }

  private static FieldReader types(@Nullable String argument) {
    if (argument == null) {
      TypesSeen seen = new TypesSeen();
      return (current, into) -> {
        ThreadEntry thread = current.thread();
        if (thread != null && current.aboutDescriptor()) {
          seen.begin(into);
          thread.descriptors().each(seen);
          seen.write();
        }
      };
    }
    long fd = argument.length() > 9 ? Long.MAX_VALUE : Long.parseLong(argument);
    return (current, into) -> {
      ThreadEntry thread = current.thread();
      Descriptor descriptor =
          thread == null || !current.aboutDescriptor() ? null : thread.descriptors().get(fd);
      if (descriptor != null) {
        into.beginList();
        into.add(descriptor.type().text(), 0, descriptor.type().text().length);
      }
    };
  }

  private static FieldRow layer(String name, String which, int bit) {
    return FieldRow.of(
        Field.of(
            name,
            FieldType.BOOL,
            "Whether the file lies in the " + which + " layer of an overlayfs."),
        OfDescriptor.of((fd, into) -> into.set((fd.openFlags() & bit) != 0)));
  }

  /** The fields whose values need descriptors or working directories to be kept. */
  static boolean needed(String field) {
    return KEPT_FOR.stream().anyMatch(field::startsWith);
  }

  /** Writes each type once, that of the highest descriptor first. */
  private static final class TypesSeen implements DescriptorTable.Taker {
    private final long[] highest = new long[TYPES.length];
    private Value into = new Value();

    void begin(Value newInto) {
      into = newInto;
      Arrays.fill(highest, -1);
    }

    @Override
    public void take(long fd, Descriptor descriptor, boolean closeOnExec) {
      int type = first(descriptor.type().text());
      highest[type] = Math.max(highest[type], fd);
    }

    void write() {
      into.beginList();
      for (int type = next(Long.MAX_VALUE); type >= 0; type = next(highest[type])) {
        byte[] text = TYPES[type].text();
        into.add(text, 0, text.length);
      }
    }

    /** The type of the highest descriptor below another one; -1 when there is none. */
    private int next(long below) {
      int found = -1;
      for (int type = 0; type < TYPES.length; type++) {
        if (highest[type] >= 0
            && highest[type] < below
            && (found < 0 || highest[type] > highest[found])) {
          found = type;
        }
      }
      return found;
    }

    /** Several types have the same name: its first one stands for them. */
    private static int first(byte[] text) {
      int at = 0;
      while (!Arrays.equals(TYPES[at].text(), text)) {
        at++;
      }
      return at;
    }
  }

  private static final DescriptorType[] TYPES = DescriptorType.values();
}

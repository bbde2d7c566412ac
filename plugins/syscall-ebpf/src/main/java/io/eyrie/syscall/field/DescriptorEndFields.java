// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.state.Descriptor;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.state.Protocol;
import io.eyrie.syscall.state.Role;
import java.util.ArrayList;
import java.util.List;

/** The fields of the ends of the event's socket: addresses, networks, ports, protocols. */
final class DescriptorEndFields {

  private static final byte[] INTERNET = {'i', 'p'};
  private static final byte[] UNIX = {'u', 'n', 'i', 'x'};

  private DescriptorEndFields() {}

  static List<FieldRow> rows() {
    List<FieldRow> rows = new ArrayList<>();
    rows.add(both("fd.ip", FieldType.IP, "Address of either end.", DescriptorEndFields::addresses));
    rows.add(both("fd.port", FieldType.PORT, "Port of either end.", DescriptorEndFields::ports));
    rows.add(
        both("fd.net", FieldType.IPNET, "Network of either end.", DescriptorEndFields::addresses));
    rows.add(
        both(
            "fd.proto",
            FieldType.PORT,
            "Port of either end, also by the name of its service.",
            DescriptorEndFields::ports));
    for (Side side : Side.values()) {
      rows.add(address("fd." + side.letter + "ip", FieldType.IP, "Address of the ", side));
      rows.add(address("fd." + side.letter + "net", FieldType.IPNET, "Network of the ", side));
      rows.add(name(side));
      rows.add(port(side));
      rows.add(protocol(side));
    }
    rows.add(
        FieldRow.of(
            ProcessFields.text(
                "fd.l4proto", "Protocol of an internet socket: tcp, udp, icmp, raw."),
            OfDescriptor.of((fd, into) -> Values.set(into, shown(fd).text()))));
    rows.add(
        FieldRow.of(
            ProcessFields.text("fd.sockfamily", "Family of a socket: ip or unix."),
            OfDescriptor.of(DescriptorEndFields::family)));
    rows.add(
        FieldRow.of(
            Field.of(
                "fd.is_server",
                FieldType.BOOL,
                "Whether the process is the server in the connection."),
            (current, into) -> {
              Descriptor fd = current.descriptor();
              if (fd != null) {
                into.set(fd.type().server() || current.state().sides().isServer(fd));
              }
            }));
    return List.copyOf(rows);
  }

  private static FieldRow both(
      String name, FieldType type, String description, OfDescriptor reader) {
    return FieldRow.of(Field.of(name, type, description), OfDescriptor.of(reader));
  }

  private static void addresses(Descriptor fd, Value into) {
    if (!fd.type().internet()) {
      return;
    }
    int size = size(fd);
    into.beginList();
    into.add(fd.sourceAddress(), 0, size);
    if (!fd.type().server()) {
      into.add(fd.destinationAddress(), 0, size);
    }
  }

  private static void ports(Descriptor fd, Value into) {
    if (!fd.type().internet()) {
      return;
    }
    into.beginList();
    into.add(fd.sourcePort());
    if (!fd.type().server()) {
      into.add(fd.destinationPort());
    }
  }

  private static int size(Descriptor fd) {
    return fd.type().four() ? 4 : 16;
  }

  private static FieldRow address(String name, FieldType type, String what, Side side) {
    return FieldRow.of(
        Field.of(name, type, what + side.words + "."),
        (current, into) -> {
          Descriptor fd = current.descriptor();
          if (fd == null) {
            return;
          }
          switch (side.end(current, fd)) {
            case SOURCE -> into.set(fd.sourceAddress(), 0, size(fd));
            case DESTINATION -> into.set(fd.destinationAddress(), 0, size(fd));
            case NONE -> {}
          }
        });
  }

  private static FieldRow name(Side side) {
    return FieldRow.of(
        ProcessFields.text(
            "fd." + side.letter + "ip.name",
            "The name of a host that rules compare with, if the address of the "
                + side.words
                + " is one of its addresses."),
        (current, into) -> {
          Descriptor fd = current.descriptor();
          if (fd == null) {
            return;
          }
          switch (side.end(current, fd)) {
            case SOURCE -> current.hostAddresses().read(fd.sourceAddress(), size(fd), into);
            case DESTINATION ->
                current.hostAddresses().read(fd.destinationAddress(), size(fd), into);
            case NONE -> {}
          }
        });
  }

  private static FieldRow port(Side side) {
    return FieldRow.of(
        Field.of("fd." + side.letter + "port", FieldType.PORT, "Port of the " + side.words + "."),
        (current, into) -> {
          Descriptor fd = current.descriptor();
          if (fd == null) {
            return;
          }
          switch (side.end(current, fd)) {
            case SOURCE -> into.set(fd.sourcePort());
            case DESTINATION -> into.set(fd.destinationPort());
            case NONE -> {}
          }
        });
  }

  private static FieldRow protocol(Side side) {
    return FieldRow.made(
        ProcessFields.text(
            "fd." + side.letter + "proto", "Port of the " + side.words + " as a text."),
        () -> {
          Text scratch = new Text();
          return (current, into) -> {
            Descriptor fd = current.descriptor();
            if (fd == null) {
              return;
            }
            End end = side.end(current, fd);
            if (end != End.NONE) {
              scratch
                  .clear()
                  .appendDecimal(end == End.SOURCE ? fd.sourcePort() : fd.destinationPort());
              Values.set(into, scratch);
            }
          };
        });
  }

  /** Until it is known which end the process is, the protocol is not shown. */
  private static Protocol shown(Descriptor fd) {
    if (!fd.type().internet()) {
      return Protocol.NONE;
    }
    boolean known = fd.type().server() || fd.role() != Role.NONE || fd.protocol() == Protocol.RAW;
    return known ? fd.protocol() : Protocol.NONE;
  }

  private static void family(Descriptor fd, Value into) {
    if (fd.type().internet()) {
      Values.set(into, INTERNET);
    } else if (fd.type() == DescriptorType.UNIX) {
      Values.set(into, UNIX);
    }
  }

  private enum End {
    SOURCE,
    DESTINATION,
    NONE
  }

  /** A way to tell the ends of a connection apart. */
  private enum Side {
    CLIENT("c", "client") {
      @Override
      End end(CurrentEvent current, Descriptor fd) {
        return connection(fd) ? End.SOURCE : End.NONE;
      }
    },
    SERVER("s", "server") {
      @Override
      End end(CurrentEvent current, Descriptor fd) {
        if (fd.type().server()) {
          return fd.role() == Role.NONE ? End.NONE : End.SOURCE;
        }
        return connection(fd) ? End.DESTINATION : End.NONE;
      }
    },
    LOCAL("l", "local end") {
      @Override
      End end(CurrentEvent current, Descriptor fd) {
        if (!connection(fd)) {
          return End.NONE;
        }
        return current.state().sides().sourceIsLocal(fd) ? End.SOURCE : End.DESTINATION;
      }
    },
    REMOTE("r", "remote end") {
      @Override
      End end(CurrentEvent current, Descriptor fd) {
        if (!connection(fd)) {
          return End.NONE;
        }
        return current.state().sides().sourceIsLocal(fd) ? End.DESTINATION : End.SOURCE;
      }
    };

    private final String letter;
    private final String words;

    Side(String letter, String words) {
      this.letter = letter;
      this.words = words;
    }

    abstract End end(CurrentEvent current, Descriptor fd);

    /** Without a role it is not known which end is which. */
    private static boolean connection(Descriptor fd) {
      return fd.type().internet() && !fd.type().server() && fd.role() != Role.NONE;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.EventRecord;
import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.RecordKind;
import io.eyrie.syscall.event.Text;

/**
 * Writes what a connect or accept tells of its socket: {@code client:port->server:port}, and for
 * Unix sockets the kernel's identities of client and server in hexadecimal and the path.
 */
public final class SocketName {

  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCKADDR_IN = 8;
  private static final int SOCKADDR_IN6 = 24;

  private SocketName() {}

  /** The kind of the record's socket; IPv6 between mapped IPv4 addresses counts as IPv4. */
  public static DescriptorKind kind(EventRecord record, RecordKind call) {
    int family = family(record);
    if (family == AF_INET6 && mapped(record, call)) {
      return DescriptorKind.IPV4;
    }
    return DescriptorKind.ofFamily(family);
  }

  /** Writes the name; empty for families that have none. */
  public static void write(EventRecord record, RecordKind call, Text into) {
    into.clear();
    boolean accepted = call != RecordKind.CONNECT;
    switch (family(record)) {
      case AF_INET -> internet(record, accepted, true, 0, into);
      case AF_INET6 -> {
        boolean mapped = mapped(record, call);
        internet(record, accepted, mapped, mapped ? 12 : 0, into);
      }
      case AF_UNIX -> unix(record, accepted, into);
      default -> {}
    }
  }

  /** The socket's own family, or that of the caller's address when there is no socket. */
  private static int family(EventRecord record) {
    int family = record.socketFamily();
    return family == 0 && record.addressLength() >= 2
        ? record.unsignedShort(record.addressOffset())
        : family;
  }

  private static boolean mapped(EventRecord record, RecordKind call) {
    return InetText.mapped(record.bytes(), record.localOffset())
        && InetText.mapped(record.bytes(), remote(record, call != RecordKind.CONNECT));
  }

  private static void internet(
      EventRecord record, boolean accepted, boolean four, int skip, Text into) {
    int local = record.localOffset() + skip;
    int remote = remote(record, accepted) + skip;
    int remotePort =
        given(record, accepted)
            ? record.networkShort(record.addressOffset() + 2)
            : record.remotePort();
    end(record, accepted ? remote : local, accepted ? remotePort : record.localPort(), four, into);
    into.append('-').append('>');
    end(record, accepted ? local : remote, accepted ? record.localPort() : remotePort, four, into);
  }

  private static void end(EventRecord record, int address, int port, boolean four, Text into) {
    if (four) {
      InetText.appendV4(into, record.bytes(), address);
    } else {
      InetText.appendV6(into, record.bytes(), address);
    }
    into.append(':').appendDecimal(port);
  }

  /**
   * Whether the remote end is the address that the caller gave; the socket forgets a failed one.
   */
  private static boolean given(EventRecord record, boolean accepted) {
    if (accepted || record.addressLength() < SOCKADDR_IN) {
      return false;
    }
    int family = record.unsignedShort(record.addressOffset());
    return family == family(record)
        && (family == AF_INET || family == AF_INET6 && record.addressLength() >= SOCKADDR_IN6);
  }

  private static int remote(EventRecord record, boolean accepted) {
    if (!given(record, accepted)) {
      return record.remoteOffset();
    }
    return record.addressOffset() + (family(record) == AF_INET ? 4 : 8);
  }

  private static void unix(EventRecord record, boolean accepted, Text into) {
    into.appendHex(accepted ? record.socketPeer() : record.socketSelf());
    into.append('-').append('>');
    into.appendHex(accepted ? record.socketSelf() : record.socketPeer());
    int from = record.addressOffset() + 2;
    int end = record.addressOffset() + record.addressLength();
    if (from >= end) {
      return;
    }
    into.append(' ');
    if (record.bytes()[from] == 0) {
      // The abstract namespace: its names begin with a NUL and are as long as the address.
      into.append('@').append(record.bytes(), from + 1, end - from - 1);
      return;
    }
    int stop = from;
    while (stop < end && record.bytes()[stop] != 0) {
      stop++;
    }
    into.append(record.bytes(), from, stop - from);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.live;

import io.eyrie.syscall.event.Event;

/**
 * Writes the address and tuple parameters of socket calls, from the kernel's socket and from the
 * {@code sockaddr} of the caller.
 */
final class SocketAddresses {

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;

  /** Where the path of a Unix {@code sockaddr} begins. */
  private static final int UNIX_PATH = 2;

  private static final int INET_SOCKADDR = 8;
  private static final int INET6_SOCKADDR = 24;

  private SocketAddresses() {}

  /** The address in a section that holds a {@code sockaddr}. */
  static void address(LiveRecord record, Event event, int section) {
    int at = record.offset(section);
    int length = record.length(section);
    if (length < 2) {
      event.empty();
      return;
    }
    int family = event.shortAt(at);
    int begin = event.reserve(1);
    event.bytes()[begin] = (byte) family;
    switch (family) {
      case INET -> {
        if (length < INET_SOCKADDR) {
          event.empty();
          return;
        }
        copy(event, at + 4, 4);
        port(event, networkPort(event, at + 2));
      }
      case INET6 -> {
        if (length < INET6_SOCKADDR) {
          event.empty();
          return;
        }
        copy(event, at + 8, 16);
        port(event, networkPort(event, at + 2));
      }
      case UNIX -> path(event, at, length);
      default -> {}
    }
    event.parameter(begin, event.reserve(0) - begin);
  }

  /**
   * Both ends of a socket, source first.
   *
   * @param socket the section with the kernel's socket
   * @param given the section with the caller's {@code sockaddr}, for sockets without a peer; -1
   *     none
   * @param outwards whether the own end is the source
   */
  static void tuple(LiveRecord record, Event event, int socket, int given, boolean outwards) {
    if (!record.reaches(socket, RecordLayout.SOCKET_SIZE)) {
      event.empty();
      return;
    }
    int at = record.offset(socket);
    int family = event.shortAt(at);
    int begin = event.reserve(1);
    event.bytes()[begin] = (byte) family;
    switch (family) {
      case INET -> ends(record, event, at, given, outwards, 4);
      case INET6 -> ends(record, event, at, given, outwards, 16);
      case UNIX -> {
        copy(event, at + (outwards ? RecordLayout.SOCKET_SELF : RecordLayout.SOCKET_PEER), 8);
        copy(event, at + (outwards ? RecordLayout.SOCKET_PEER : RecordLayout.SOCKET_SELF), 8);
        boolean doubtful =
            record.has(RecordLayout.FLAG_CHANGED)
                && record.length(socket) > RecordLayout.SOCKET_SIZE;
        if (given >= 0 && record.length(given) > UNIX_PATH && !doubtful) {
          path(event, record.offset(given), record.length(given));
        } else {
          path(
              event,
              at + RecordLayout.SOCKET_SIZE,
              record.length(socket) - RecordLayout.SOCKET_SIZE);
        }
      }
      default -> {
        event.empty();
        return;
      }
    }
    event.parameter(begin, event.reserve(0) - begin);
  }

  private static void ends(
      LiveRecord record, Event event, int at, int given, boolean outwards, int size) {
    int localPort = event.shortAt(at + RecordLayout.SOCKET_LOCAL_PORT);
    int remotePort = event.shortAt(at + RecordLayout.SOCKET_REMOTE_PORT);
    int remote = at + RecordLayout.SOCKET_REMOTE;
    // A socket without a peer: the caller named the other end.
    if (remotePort == 0 && given >= 0) {
      int sockaddr = record.offset(given);
      int family = record.length(given) >= 2 ? event.shortAt(sockaddr) : 0;
      if (size == 4 && family == INET && record.length(given) >= INET_SOCKADDR) {
        remote = sockaddr + 4;
        remotePort = networkPort(event, sockaddr + 2);
      } else if (size == 16 && family == INET6 && record.length(given) >= INET6_SOCKADDR) {
        remote = sockaddr + 8;
        remotePort = networkPort(event, sockaddr + 2);
      }
    }
    copy(event, outwards ? at + RecordLayout.SOCKET_LOCAL : remote, size);
    port(event, outwards ? localPort : remotePort);
    copy(event, outwards ? remote : at + RecordLayout.SOCKET_LOCAL, size);
    port(event, outwards ? remotePort : localPort);
  }

  /** The path of a Unix {@code sockaddr}; that of an abstract one begins behind its NUL. */
  private static void path(Event event, int sockaddr, int length) {
    byte[] bytes = event.bytes();
    int from = sockaddr + UNIX_PATH;
    int end = sockaddr + Math.max(length, UNIX_PATH);
    if (from < end && bytes[from] == 0) {
      from++;
    }
    int to = from;
    while (to < end && bytes[to] != 0) {
      to++;
    }
    copy(event, from, to - from);
    event.bytes()[event.reserve(1)] = 0;
  }

  private static int networkPort(Event event, int at) {
    return Short.toUnsignedInt(Short.reverseBytes((short) event.shortAt(at)));
  }

  private static void port(Event event, int port) {
    int at = event.reserve(2);
    event.bytes()[at] = (byte) port;
    event.bytes()[at + 1] = (byte) (port >>> 8);
  }

  private static void copy(Event event, int from, int length) {
    int at = event.reserve(length);
    System.arraycopy(event.bytes(), from, event.bytes(), at, length);
  }
}

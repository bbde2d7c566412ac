// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.text;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;

/** Writes addresses of sockets, and pairs of them. */
final class AddressText {

  private static final int UNIX = 1;
  private static final int INET = 2;
  private static final int INET6 = 10;
  private static final int V4 = 4;
  private static final int V6 = 16;
  private static final int PORT = 2;

  private AddressText() {}

  /** One end: a path, or an address and a port. */
  static void end(Event event, int at, int length, Text to) {
    byte[] bytes = event.bytes();
    int family = bytes[at] & 0xff;
    if (family == UNIX) {
      path(bytes, at + 1, at + length, to);
    } else if (family == INET && length >= 1 + V4 + PORT) {
      v4(event, at + 1, to);
    } else if (family == INET6 && length >= 1 + V6 + PORT) {
      v6(event, at + 1, to);
    } else {
      to.append("family ").appendDecimal(family);
    }
  }

  /** Both ends. */
  static void tuple(Event event, int at, int length, Text to) {
    byte[] bytes = event.bytes();
    int family = bytes[at] & 0xff;
    if (family == UNIX && length >= 17) {
      to.appendHex(event.longAt(at + 1)).append("->").appendHex(event.longAt(at + 9)).append(' ');
      path(bytes, at + 17, at + length, to);
    } else if (family == INET && length >= 1 + 2 * (V4 + PORT)) {
      v4(event, at + 1, to);
      to.append("->");
      v4(event, at + 1 + V4 + PORT, to);
    } else if (family == INET6 && length >= 1 + 2 * (V6 + PORT)) {
      tuple6(event, at + 1, at + 1 + V6 + PORT, to);
    } else {
      to.append("family ").appendDecimal(family);
    }
  }

  private static void tuple6(Event event, int source, int destination, Text to) {
    byte[] bytes = event.bytes();
    if (InetText.mapped(bytes, source) && InetText.mapped(bytes, destination)) {
      mapped(event, source, to);
      to.append("->");
      mapped(event, destination, to);
    } else {
      v6(event, source, to);
      to.append("->");
      v6(event, destination, to);
    }
  }

  private static void v4(Event event, int at, Text to) {
    InetText.appendV4(to, event.bytes(), at);
    to.append(':').appendDecimal(event.shortAt(at + V4));
  }

  private static void v6(Event event, int at, Text to) {
    InetText.appendV6(to, event.bytes(), at);
    to.append(':').appendDecimal(event.shortAt(at + V6));
  }

  private static void mapped(Event event, int at, Text to) {
    InetText.appendV4(to, event.bytes(), at + 12);
    to.append(':').appendDecimal(event.shortAt(at + V6));
  }

  private static void path(byte[] bytes, int from, int end, Text to) {
    int stop = from;
    while (stop < end && bytes[stop] != 0) {
      stop++;
    }
    to.append(bytes, from, stop - from);
  }
}

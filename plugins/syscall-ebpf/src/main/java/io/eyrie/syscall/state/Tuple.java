// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.InetText;
import java.util.Arrays;

/**
 * A parameter of type {@code socktuple} or {@code sockaddr}, looked at in place. An IPv6 tuple
 * between mapped IPv4 addresses counts as one of IPv4. One, reused.
 */
final class Tuple {

  static final int UNIX = 1;
  static final int INET = 2;
  static final int INET6 = 10;

  private byte[] bytes = {};
  private int at;
  private int length;
  private int family;
  private int size;
  private int source;
  private int destination;
  private int sourcePort;
  private int destinationPort;

  /** Looks at a tuple; false when it is absent or too short to be used. */
  boolean load(Event event, int parameter) {
    if (!begin(event, parameter)) {
      return false;
    }
    switch (family) {
      case INET -> {
        if (length < 13) {
          return false;
        }
        ends(4, at + 1, at + 7);
        ports(event, at + 5, at + 11);
      }
      case INET6 -> {
        if (length < 37) {
          return false;
        }
        ends(16, at + 1, at + 19);
        ports(event, at + 17, at + 35);
        if (InetText.mapped(bytes, source) && InetText.mapped(bytes, destination)) {
          family = INET;
          ends(4, source + 12, destination + 12);
        }
      }
      case UNIX -> {
        return length >= 18 && bytes[at + length - 1] == 0;
      }
      default -> {}
    }
    return true;
  }

  /** Looks at an address as the destination; false when it is absent or too short. */
  boolean loadAddress(Event event, int parameter) {
    if (!begin(event, parameter)) {
      return false;
    }
    switch (family) {
      case INET -> {
        if (length < 7) {
          return false;
        }
        ends(4, -1, at + 1);
        ports(event, -1, at + 5);
      }
      case INET6 -> {
        if (length < 19) {
          return false;
        }
        ends(16, -1, at + 1);
        ports(event, -1, at + 17);
        if (InetText.mapped(bytes, destination)) {
          family = INET;
          ends(4, -1, destination + 12);
        }
      }
      case UNIX -> {
        return length >= 2;
      }
      default -> {}
    }
    return true;
  }

  private boolean begin(Event event, int parameter) {
    if (!event.has(parameter)) {
      return false;
    }
    bytes = event.bytes();
    at = event.offset(parameter);
    length = event.length(parameter);
    family = bytes[at] & 0xff;
    return true;
  }

  private void ends(int newSize, int newSource, int newDestination) {
    size = newSize;
    source = newSource;
    destination = newDestination;
  }

  private void ports(Event event, int sourceAt, int destinationAt) {
    sourcePort = sourceAt < 0 ? 0 : event.shortAt(sourceAt);
    destinationPort = event.shortAt(destinationAt);
  }

  int family() {
    return family;
  }

  boolean internet() {
    return family == INET || family == INET6;
  }

  DescriptorType type() {
    return switch (family) {
      case UNIX -> DescriptorType.UNIX;
      case INET -> DescriptorType.IPV4;
      case INET6 -> DescriptorType.IPV6;
      default -> DescriptorType.UNKNOWN;
    };
  }

  int destinationPort() {
    return destinationPort;
  }

  /** Whether these are the ends of a descriptor already. */
  boolean sameSource(Descriptor descriptor) {
    return descriptor.sourcePort == sourcePort
        && Arrays.equals(bytes, source, source + size, descriptor.sourceAddress, 0, size);
  }

  boolean sameDestination(Descriptor descriptor) {
    return descriptor.destinationPort == destinationPort
        && Arrays.equals(
            bytes, destination, destination + size, descriptor.destinationAddress, 0, size);
  }

  void giveSource(Descriptor to) {
    Arrays.fill(to.sourceAddress, (byte) 0);
    System.arraycopy(bytes, source, to.sourceAddress, 0, size);
    to.sourcePort = sourcePort;
  }

  void giveDestination(Descriptor to) {
    Arrays.fill(to.destinationAddress, (byte) 0);
    System.arraycopy(bytes, destination, to.destinationAddress, 0, size);
    to.destinationPort = destinationPort;
  }

  /** A bound address is kept as the source. */
  void giveBound(Descriptor to) {
    Arrays.fill(to.sourceAddress, (byte) 0);
    System.arraycopy(bytes, destination, to.sourceAddress, 0, size);
    to.sourcePort = destinationPort;
  }

  /** Both ends of a Unix tuple, and the name that they make with its path. */
  void giveUnix(Descriptor to, Event event) {
    to.sourceSocket = event.longAt(at + 1);
    to.destinationSocket = event.longAt(at + 9);
    to.rename()
        .appendHex(to.sourceSocket)
        .append('-')
        .append('>')
        .appendHex(to.destinationSocket)
        .append(' ')
        .append(bytes, at + 17, pathEnd(at + 17) - at - 17);
  }

  /** The path of a Unix address as a name. */
  void givePath(Descriptor to) {
    to.rename().append(bytes, at + 1, pathEnd(at + 1) - at - 1);
  }

  private int pathEnd(int from) {
    int end = at + length;
    return end > from && bytes[end - 1] == 0 ? end - 1 : end;
  }
}

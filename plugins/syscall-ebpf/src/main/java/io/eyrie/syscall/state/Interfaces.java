// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The addresses of the host, by which an end of a connection that was not told is guessed: the
 * other end's own address, else one of its network, else the first that is not the loopback.
 */
final class Interfaces {

  private static final int MOST = 4096;

  private final List<InterfaceFacts> rows = new ArrayList<>();

  void add(InterfaceFacts row) {
    if (rows.size() < MOST) {
      rows.add(row);
    }
  }

  void clear() {
    rows.clear();
  }

  List<InterfaceFacts> rows() {
    return rows;
  }

  /** Whether an address is one of the host's, the loopback aside. */
  boolean has(byte[] address, int size) {
    for (InterfaceFacts row : rows) {
      if (row.address().length == size && Arrays.equals(row.address(), 0, size, address, 0, size)) {
        return true;
      }
    }
    return false;
  }

  /** Writes the end that is all zeros, when the other one is not. */
  void complete(Descriptor descriptor) {
    if (rows.isEmpty() || descriptor.type().server() || !descriptor.type().internet()) {
      return;
    }
    int size = descriptor.type().four() ? 4 : 16;
    boolean noSource = zero(descriptor.sourceAddress, size);
    boolean noDestination = zero(descriptor.destinationAddress, size);
    if (noSource && !noDestination) {
      guess(descriptor.destinationAddress, size, descriptor.sourceAddress);
    } else if (noDestination && !noSource) {
      guess(descriptor.sourceAddress, size, descriptor.destinationAddress);
    }
  }

  private void guess(byte[] other, int size, byte[] into) {
    for (InterfaceFacts row : rows) {
      if (row.address().length == size && Arrays.equals(row.address(), 0, size, other, 0, size)) {
        take(row, into);
        return;
      }
    }
    for (InterfaceFacts row : rows) {
      if (row.address().length == size && sameNetwork(row, other, size)) {
        take(row, into);
        return;
      }
    }
    for (InterfaceFacts row : rows) {
      if (row.address().length == size && !loopback(row.address())) {
        take(row, into);
        return;
      }
    }
  }

  private static void take(InterfaceFacts row, byte[] into) {
    System.arraycopy(row.address(), 0, into, 0, row.address().length);
  }

  private static boolean sameNetwork(InterfaceFacts row, byte[] other, int size) {
    if (row.netmask().length != size) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (((row.address()[i] ^ other[i]) & row.netmask()[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean loopback(byte[] address) {
    if (address.length == 4) {
      return address[0] == 127 && address[1] == 0 && address[2] == 0 && address[3] == 1;
    }
    return zero(address, 15) && address[15] == 1;
  }

  private static boolean zero(byte[] address, int size) {
    for (int i = 0; i < size; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }
}

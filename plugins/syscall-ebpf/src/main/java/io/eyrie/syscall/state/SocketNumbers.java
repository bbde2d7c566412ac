// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/** Families and types of sockets as the kernel numbers them ({@code socket(2)}). */
final class SocketNumbers {

  static final int AF_UNIX = 1;
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int AF_NETLINK = 16;

  static final int STREAM = 1;
  static final int DATAGRAM = 2;
  static final int RAW = 3;

  private SocketNumbers() {}
}

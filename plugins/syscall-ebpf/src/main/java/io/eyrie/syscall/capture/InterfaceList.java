// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.InterfaceFacts;

/** Reads the addresses of the network interfaces, both versions of the list. */
final class InterfaceList {

  private static final int IPV4 = 1;
  private static final int IPV6 = 2;
  private static final int IPV4_WITHOUT_SPEED = 3;
  private static final int IPV6_WITHOUT_SPEED = 4;

  private InterfaceList() {}

  static void read(BlockBody body, boolean withLengths, FactSink into) throws CaptureException {
    while (body.left() >= 4) {
      if (withLengths) {
        body.entry(body.u32());
      }
      into.networkInterface(entry(body));
      if (withLengths) {
        body.endEntry();
      }
    }
  }

  private static InterfaceFacts entry(BlockBody body) throws CaptureException {
    int type = body.u16();
    int nameLength = body.u16();
    int size =
        switch (type) {
          case IPV4, IPV4_WITHOUT_SPEED -> 4;
          case IPV6, IPV6_WITHOUT_SPEED -> 16;
          default -> throw body.wrong("an interface of the unknown type " + type);
        };
    byte[] address = body.bytes(size);
    byte[] netmask = body.bytes(size);
    byte[] broadcast = body.bytes(size);
    long speed = type == IPV4 || type == IPV6 ? body.i64() : 0;
    return new InterfaceFacts(body.bytes(nameLength), address, netmask, broadcast, speed);
  }
}

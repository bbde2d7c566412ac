// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes {@code sockaddr} structures for raw system calls. */
final class Addresses {

  private Addresses() {}

  static byte[] internet(String address, int port) {
    byte[] ip = InetAddress.ofLiteral(address).getAddress();
    boolean four = ip.length == 4;
    ByteBuffer bytes = ByteBuffer.allocate(four ? 16 : 28);
    bytes.order(ByteOrder.nativeOrder()).putShort((short) (four ? 2 : 10));
    bytes.order(ByteOrder.BIG_ENDIAN).putShort((short) port);
    if (!four) {
      bytes.putInt(0);
    }
    return bytes.put(ip).array();
  }

  static byte[] unix(String path) {
    byte[] text = path.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length + 1)
        .order(ByteOrder.nativeOrder())
        .putShort((short) 1)
        .put(text)
        .array();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A datagram for each message. What a full network or receiver drops, nobody tells. */
final class UdpTransport implements Transport {

  /** What fits into a datagram of IPv4. */
  private static final int LONGEST = 65_507;

  private final SyslogAddress address;
  private @Nullable DatagramChannel channel;

  UdpTransport(SyslogAddress address) {
    this.address = address;
  }

  @Override
  public int longestMessage() {
    return LONGEST;
  }

  @Override
  public void send(List<byte[]> messages) throws IOException {
    try {
      DatagramChannel open = connected();
      for (byte[] message : messages) {
        open.write(ByteBuffer.wrap(message));
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Connected, so that a machine where nobody listens is found out. */
  private DatagramChannel connected() throws IOException {
    DatagramChannel open = channel;
    if (open == null) {
      InetSocketAddress receiver = new InetSocketAddress(address.host(), address.port());
      if (receiver.isUnresolved()) {
        throw new UnknownHostException(address.host());
      }
      open = DatagramChannel.open();
      channel = open;
      open.connect(receiver);
    }
    return open;
  }

  @Override
  public void close() {
    DatagramChannel open = channel;
    channel = null;
    Connection.closeQuietly(open);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A connection to a Unix socket on which everything ends at a deadline. One thread. */
final class UnixConnection implements AutoCloseable {

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Deadline deadline;
  private final ByteBuffer in = ByteBuffer.allocate(16 * 1024).flip();

  private UnixConnection(
      SocketChannel channel, Selector selector, SelectionKey key, Deadline deadline) {
    this.channel = channel;
    this.selector = selector;
    this.key = key;
    this.deadline = deadline;
  }

  /** Connects; a Unix socket does so at once or not at all. */
  static UnixConnection open(Path socket, Deadline deadline) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    Selector selector = null;
    try {
      channel.configureBlocking(false);
      // With its queue of connections full, a listener refuses instead of letting wait.
      channel.connect(UnixDomainSocketAddress.of(socket));
      selector = channel.provider().openSelector();
      SelectionKey key = channel.register(selector, 0);
      return new UnixConnection(channel, selector, key, deadline);
    } catch (IOException | RuntimeException e) {
      channel.close();
      if (selector != null) {
        selector.close();
      }
      throw e;
    }
  }

  /** Writes all of it. */
  void write(byte[] bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      if (channel.write(out) == 0) {
        await(SelectionKey.OP_WRITE);
      }
    }
  }

  /** The next byte, or -1 at the end. */
  int read() throws IOException {
    return fill() ? in.get() & 0xFF : -1;
  }

  /** Fills the array. */
  void readFully(byte[] into) throws IOException {
    int at = 0;
    while (at < into.length) {
      if (!fill()) {
        throw new EOFException("the connection ended in the middle of an answer");
      }
      int some = Math.min(in.remaining(), into.length - at);
      in.get(into, at, some);
      at += some;
    }
  }

  private boolean fill() throws IOException {
    if (in.hasRemaining()) {
      return true;
    }
    in.clear();
    int read = channel.read(in);
    while (read == 0) {
      await(SelectionKey.OP_READ);
      read = channel.read(in);
    }
    in.flip();
    return read > 0;
  }

  private void await(int operation) throws IOException {
    key.interestOps(operation);
    selector.select(deadline.leftMillis());
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
    deadline.leftMillis();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }
}

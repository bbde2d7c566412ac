// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.capture;

import io.eyrie.syscall.state.DescriptorFacts;
import io.eyrie.syscall.state.DescriptorType;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.Protocol;
import io.eyrie.syscall.state.Role;
import java.nio.charset.StandardCharsets;

/** Reads the open descriptors of a thread, both versions of the list. */
final class DescriptorList {

  private static final int KNOWN_TYPES = DescriptorType.values().length;

  private DescriptorList() {}

  static void read(BlockBody body, boolean withLengths, FactSink into) throws CaptureException {
    long tid = body.i64();
    while (body.left() >= 4) {
      if (withLengths) {
        body.entry(body.u32() - 4);
      }
      into.descriptor(tid, entry(body, withLengths));
      if (withLengths) {
        body.endEntry();
      }
    }
  }

  private static DescriptorFacts entry(BlockBody body, boolean withLengths)
      throws CaptureException {
    long fd = body.i64();
    long inode = body.i64();
    int number = body.u8();
    if (number >= KNOWN_TYPES) {
      return unknown(body, withLengths, fd, inode, number);
    }
    DescriptorType type = DescriptorType.of(number);
    return switch (type) {
      case UNKNOWN -> new DescriptorFacts.Named(fd, inode, type, new byte[0], false);
      case IPV4, IPV6 -> connection(body, fd, inode, type == DescriptorType.IPV4 ? 4 : 16);
      case IPV4_SERVER, IPV6_SERVER ->
          bound(body, fd, inode, type == DescriptorType.IPV4_SERVER ? 4 : 16);
      case UNIX -> {
        long source = body.i64();
        long destination = body.i64();
        yield new DescriptorFacts.Unix(fd, inode, source, destination, body.text(), false);
      }
      case OPENED_FILE -> {
        int flags = body.i32();
        byte[] name = body.text();
        int device = withLengths && body.left() >= 4 ? body.i32() : 0;
        yield new DescriptorFacts.File(fd, inode, type, flags, name, device);
      }
      case FILE,
          DIRECTORY,
          PIPE,
          EVENT,
          UNSUPPORTED,
          SIGNAL,
          EPOLL,
          INOTIFY,
          TIMER,
          NETLINK,
          BPF,
          USERFAULT,
          URING,
          MEMFD,
          PIDFD ->
          new DescriptorFacts.Named(fd, inode, type, body.text(), false);
    };
  }

  private static DescriptorFacts unknown(
      BlockBody body, boolean withLengths, long fd, long inode, int number)
      throws CaptureException {
    byte[] name = ("unknown-type:[" + number + "]").getBytes(StandardCharsets.US_ASCII);
    if (!withLengths) {
      throw body.wrong("a descriptor of the unknown type " + number);
    }
    return new DescriptorFacts.Named(fd, inode, DescriptorType.UNSUPPORTED, name, false);
  }

  private static DescriptorFacts connection(BlockBody body, long fd, long inode, int address)
      throws CaptureException {
    byte[] source = body.bytes(address);
    byte[] destination = body.bytes(address);
    int sourcePort = body.u16();
    int destinationPort = body.u16();
    Protocol protocol = Protocol.of(body.u8());
    return new DescriptorFacts.Connection(
        fd, inode, source, sourcePort, destination, destinationPort, protocol, Role.NONE, false);
  }

  private static DescriptorFacts bound(BlockBody body, long fd, long inode, int address)
      throws CaptureException {
    byte[] at = body.bytes(address);
    int port = body.u16();
    return new DescriptorFacts.Bound(fd, inode, at, port, Protocol.of(body.u8()), false);
  }
}

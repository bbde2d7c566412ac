// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import static io.eyrie.syscall.state.SocketNumbers.AF_INET;
import static io.eyrie.syscall.state.SocketNumbers.AF_INET6;
import static io.eyrie.syscall.state.SocketNumbers.AF_NETLINK;
import static io.eyrie.syscall.state.SocketNumbers.AF_UNIX;
import static io.eyrie.syscall.state.SocketNumbers.DATAGRAM;
import static io.eyrie.syscall.state.SocketNumbers.RAW;
import static io.eyrie.syscall.state.SocketNumbers.STREAM;

import io.eyrie.syscall.kernel.KernelTables;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Enters what the kernel's iterators tell of all processes' descriptors and working directories
 * into their tables: the same that {@link ProcFiles} finds, at a small part of its cost, and of
 * Unix sockets the kernel's names of both ends as well. Records have the layout of {@code struct
 * table_record}.
 */
final class KernelDescriptors {

  private static final int PID = 4;
  private static final int FD = 8;
  private static final int FLAGS = 12;
  private static final int MODE = 16;
  private static final int DEVICE = 20;
  private static final int INODE = 24;
  private static final int SOCKET = 32;
  private static final int PEER = 40;
  private static final int NETWORK = 48;
  private static final int FAMILY = 52;
  private static final int PROTOCOL = 54;
  private static final int TYPE = 56;
  private static final int STATE = 58;
  private static final int LOCAL_PORT = 60;
  private static final int REMOTE_PORT = 62;
  private static final int LOCAL = 64;
  private static final int REMOTE = 80;
  private static final int NAME_LENGTH = 96;
  private static final int PATH_LENGTH = 98;
  private static final int NAME = 100;
  private static final int PATH = 208;

  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;
  private static final int CLOSED = 7;
  private static final int LISTENING = 10;

  private final ThreadTable threads;
  private final Seeding seeding;
  private final ProcFiles files;
  private final List<Waiting> connections = new ArrayList<>();
  private final Set<Listener> listeners = new HashSet<>();
  private final Set<Long> told = new HashSet<>();

  /** Of what the iterators don't tell the files are asked. */
  KernelDescriptors(ThreadTable threads, Seeding seeding, ProcFiles files) {
    this.threads = threads;
    this.seeding = seeding;
    this.files = files;
  }

  /** A port that is listened on in a network namespace. */
  private record Listener(int network, int port) {}

  /** A connection, until all listeners are known: they tell which end was first. */
  private record Waiting(ThreadEntry thread, Listener here, DescriptorFacts.Connection facts) {}

  /**
   * Enters all; the tables of processes are empty before.
   *
   * @throws IOException if the kernel breaks off
   */
  void read(KernelTables tables) throws IOException {
    tables.descriptors(this::descriptor);
    for (Waiting waiting : connections) {
      seeding.descriptor(
          waiting.thread(),
          listeners.contains(waiting.here()) ? accepted(waiting.facts()) : waiting.facts());
    }
    tables.directories(record -> {
      ThreadEntry thread = process(record);
      byte[] path = bytes(record, PATH, record.getShort(PATH_LENGTH) & 0xffff);
      if (thread != null && path.length > 0) {
        told.add(thread.tid());
        seeding.move(thread, LinkFacts.withoutDeleted(path));
      }
    });
  }

  /** Whether the kernel told of this process. */
  boolean of(ThreadEntry process) {
    return told.contains(process.tid());
  }

  /** One that has begun since the processes were read comes by the rings. */
  private @Nullable ThreadEntry process(ByteBuffer record) {
    ThreadEntry thread = threads.peek(record.getInt(PID));
    return thread != null && thread.main() ? thread : null;
  }

  private void descriptor(ByteBuffer record) {
    ThreadEntry thread = process(record);
    if (thread == null) {
      return;
    }
    int fd = record.getInt(FD);
    if (record.getLong(SOCKET) != 0) {
      socket(thread, record);
      return;
    }
    byte[] path = bytes(record, PATH, record.getShort(PATH_LENGTH) & 0xffff);
    if (path.length == 0) {
      Map<String, SocketInventory> sockets = new HashMap<>();
      files.descriptor(thread.tid(), fd, sockets, facts -> seeding.descriptor(thread, facts));
      return;
    }
    seeding.descriptor(
        thread,
        LinkFacts.of(
            path,
            fd,
            record.getInt(FLAGS),
            () ->
                new LinkFacts.Inode(
                    record.getLong(INODE), record.getInt(MODE), told(record.getInt(DEVICE)))));
  }

  /** The kernel's number of a device as programs are told it. */
  private static int told(int device) {
    int major = device >>> 20;
    int minor = device & 0xfffff;
    return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
  }

  private void socket(ThreadEntry thread, ByteBuffer record) {
    int fd = record.getInt(FD);
    long inode = record.getLong(INODE);
    boolean closeOnExec = (record.getInt(FLAGS) & LinkFacts.CLOSE_ON_EXEC) != 0;
    int family = record.getShort(FAMILY);
    Protocol protocol = protocol(record);
    if (family == AF_UNIX) {
      seeding.descriptor(
          thread,
          new DescriptorFacts.Unix(
              fd, inode, record.getLong(SOCKET), record.getLong(PEER), path(record), closeOnExec));
    } else if ((family == AF_INET || family == AF_INET6) && protocol != Protocol.UNKNOWN) {
      internet(thread, record, protocol, closeOnExec);
    } else {
      seeding.descriptor(
          thread,
          new DescriptorFacts.Named(
              fd,
              inode,
              family == AF_NETLINK ? DescriptorType.NETLINK : DescriptorType.UNKNOWN,
              ProcessImage.NOTHING,
              closeOnExec));
    }
  }

  private void internet(
      ThreadEntry thread, ByteBuffer record, Protocol protocol, boolean closeOnExec) {
    int fd = record.getInt(FD);
    long inode = record.getLong(INODE);
    int length = record.getShort(FAMILY) == AF_INET ? 4 : 16;
    byte[] local = bytes(record, LOCAL, length);
    int localPort = record.getShort(LOCAL_PORT) & 0xffff;
    int remotePort = record.getShort(REMOTE_PORT) & 0xffff;
    Listener here = new Listener(record.getInt(NETWORK), localPort);
    boolean listens = protocol == Protocol.TCP && record.getShort(STATE) == LISTENING;
    if (listens) {
      listeners.add(here);
    }
    if (listens || remotePort == 0) {
      seeding.descriptor(
          thread, new DescriptorFacts.Bound(fd, inode, local, localPort, protocol, closeOnExec));
    } else {
      connections.add(
          new Waiting(
              thread,
              here,
              new DescriptorFacts.Connection(
                  fd,
                  inode,
                  local,
                  localPort,
                  bytes(record, REMOTE, length),
                  remotePort,
                  protocol,
                  Role.CLIENT,
                  closeOnExec)));
    }
  }

  /** The same connection as its other end has begun it. */
  private static DescriptorFacts accepted(DescriptorFacts.Connection made) {
    byte[] remote = made.destinationAddress();
    int remotePort = made.destinationPort();
    byte[] local = made.sourceAddress();
    int localPort = made.sourcePort();
    return new DescriptorFacts.Connection(
        made.fd(),
        made.inode(),
        remote,
        remotePort,
        local,
        localPort,
        made.protocol(),
        Role.SERVER,
        made.closeOnExec());
  }

  /** Of a socket that is neither bound nor connected, nothing is known. */
  private static Protocol protocol(ByteBuffer record) {
    boolean bound = record.getShort(LOCAL_PORT) != 0;
    int protocol = record.getShort(PROTOCOL) & 0xffff;
    int type = record.getShort(TYPE);
    if (type == STREAM && protocol == IPPROTO_TCP && record.getShort(STATE) != CLOSED) {
      return Protocol.TCP;
    }
    if (type == DATAGRAM && protocol == IPPROTO_UDP && bound) {
      return Protocol.UDP;
    }
    return type == RAW ? Protocol.RAW : Protocol.UNKNOWN;
  }

  /** The name of a Unix socket as {@code /proc/net/unix} writes it: abstract ones begin with @. */
  private static byte[] path(ByteBuffer record) {
    byte[] name = bytes(record, NAME, record.getShort(NAME_LENGTH) & 0xffff);
    if (name.length > 0 && name[0] != 0) {
      int end = name.length;
      while (end > 0 && name[end - 1] == 0) {
        end--;
      }
      return Arrays.copyOf(name, end);
    }
    for (int i = 0; i < name.length; i++) {
      name[i] = name[i] == 0 ? (byte) '@' : name[i];
    }
    return name;
  }

  private static byte[] bytes(ByteBuffer record, int from, int length) {
    byte[] bytes = new byte[length];
    record.get(from, bytes);
    return bytes;
  }
}

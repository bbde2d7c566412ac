// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sockets of one network namespace by inode, from the tables of {@code /proc/PID/net}.
 *
 * <p>A connection whose local port is listened on was accepted here: its remote end is the client.
 * Of all others the local end is.
 */
final class SocketInventory {

  private static final int MAX_SOCKETS = 200_000;
  private static final String LISTENING = "0A";
  private static final byte[] NO_NAME = {};

  private final Map<Long, Row> rows = new HashMap<>();
  private final Set<Integer> listened = new HashSet<>();

  private SocketInventory() {}

  /** Reads the tables as that process sees them; a table that can't be read is empty. */
  static SocketInventory read(Path process) {
    SocketInventory inventory = new SocketInventory();
    Path net = process.resolve("net");
    inventory.readInternet(net.resolve("tcp"), Protocol.TCP);
    inventory.readInternet(net.resolve("tcp6"), Protocol.TCP);
    inventory.readInternet(net.resolve("udp"), Protocol.UDP);
    inventory.readInternet(net.resolve("udp6"), Protocol.UDP);
    inventory.readInternet(net.resolve("raw"), Protocol.RAW);
    inventory.readInternet(net.resolve("raw6"), Protocol.RAW);
    inventory.readUnix(net.resolve("unix"));
    inventory.readNetlink(net.resolve("netlink"));
    return inventory;
  }

  /** What the socket of an inode is under a descriptor; one of an unknown inode has no name. */
  DescriptorFacts facts(long inode, long fd, boolean closeOnExec) {
    Row row = rows.get(inode);
    return switch (row) {
      case null ->
          new DescriptorFacts.Named(fd, inode, DescriptorType.UNKNOWN, NO_NAME, closeOnExec);
      case Netlink _ ->
          new DescriptorFacts.Named(fd, inode, DescriptorType.NETLINK, NO_NAME, closeOnExec);
      case Unix unix ->
          new DescriptorFacts.Unix(
              fd, inode, 0, 0, unix.path().getBytes(StandardCharsets.ISO_8859_1), closeOnExec);
      case Internet socket when socket.open() ->
          new DescriptorFacts.Bound(
              fd,
              inode,
              socket.local().address(),
              socket.local().port(),
              socket.protocol(),
              closeOnExec);
      case Internet socket -> {
        boolean accepted = listened.contains(socket.local().port());
        End source = accepted ? socket.remote() : socket.local();
        End destination = accepted ? socket.local() : socket.remote();
        yield new DescriptorFacts.Connection(
            fd,
            inode,
            source.address(),
            source.port(),
            destination.address(),
            destination.port(),
            socket.protocol(),
            accepted ? Role.SERVER : Role.CLIENT,
            closeOnExec);
      }
    };
  }

  private void readInternet(Path file, Protocol protocol) {
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+", 12);
      if (words.length < 11) {
        continue;
      }
      try {
        End local = End.parse(words[1]);
        End remote = End.parse(words[2]);
        boolean listens = words[3].equals(LISTENING);
        if (listens) {
          listened.add(local.port());
        }
        rows.put(
            Long.parseLong(words[9]),
            new Internet(protocol, local, remote, listens || remote.port() == 0));
      } catch (IllegalArgumentException e) {
        // The line is not of a socket.
      }
    }
  }

  private void readUnix(Path file) {
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+", 8);
      if (words.length < 7) {
        continue;
      }
      try {
        rows.put(Long.parseLong(words[6]), new Unix(words.length > 7 ? words[7] : ""));
      } catch (NumberFormatException e) {
        // The line is not of a socket.
      }
    }
  }

  private void readNetlink(Path file) {
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+", 12);
      try {
        rows.put(Long.parseLong(words[words.length - 1]), new Netlink());
      } catch (NumberFormatException e) {
        // The line is not of a socket.
      }
    }
  }

  private List<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = reader.readLine();
      while (line != null && lines.size() + rows.size() < MAX_SOCKETS) {
        lines.add(line);
        line = reader.readLine();
      }
    } catch (IOException e) {
      return lines;
    }
    return lines.isEmpty() ? lines : lines.subList(1, lines.size());
  }

  private sealed interface Row {}

  private record Netlink() implements Row {}

  private record Unix(String path) implements Row {}

  /**
   * A socket of the internet.
   *
   * @param open whether it has no other end
   */
  private record Internet(Protocol protocol, End local, End remote, boolean open) implements Row {}

  /** One end, as {@code 0100007F:1F90}: words of the address in the machine's order, then port. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record End(byte[] address, int port) {

    static End parse(String text) {
      int colon = text.indexOf(':');
      if (colon != 8 && colon != 32) {
        throw new IllegalArgumentException(text);
      }
      ByteBuffer address = ByteBuffer.allocate(colon / 2).order(ByteOrder.nativeOrder());
      for (int i = 0; i < colon; i += 8) {
        address.putInt(Integer.parseUnsignedInt(text, i, i + 8, 16));
      }
      return new End(address.array(), Integer.parseInt(text, colon + 1, text.length(), 16));
    }
  }
}

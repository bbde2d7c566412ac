// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.InetText;
import io.eyrie.syscall.event.Text;
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

  private final Map<Long, Row> rows = new HashMap<>();
  private final Set<Integer> listened = new HashSet<>();

  private SocketInventory() {}

  /** Reads the tables as that process sees them; a table that can't be read is empty. */
  static SocketInventory read(Path process) {
    SocketInventory inventory = new SocketInventory();
    Path net = process.resolve("net");
    inventory.readInternet(net.resolve("tcp"), DescriptorKind.IPV4);
    inventory.readInternet(net.resolve("tcp6"), DescriptorKind.IPV6);
    inventory.readInternet(net.resolve("udp"), DescriptorKind.IPV4);
    inventory.readInternet(net.resolve("udp6"), DescriptorKind.IPV6);
    inventory.readUnix(net.resolve("unix"));
    return inventory;
  }

  /** Puts a socket under a descriptor; one of an unknown inode without a name. */
  void open(long inode, int fd, DescriptorTable table, boolean closeOnExec) {
    Row row = rows.get(inode);
    if (row == null) {
      table.open(fd, DescriptorKind.OTHER, closeOnExec);
      return;
    }
    Descriptor descriptor = table.open(fd, row.kind(), closeOnExec);
    if (descriptor != null) {
      row.write(descriptor.name(), listened.contains(row.localPort()));
    }
  }

  private void readInternet(Path file, DescriptorKind kind) {
    for (String line : lines(file)) {
      String[] words = line.strip().split("\\s+", 12);
      if (words.length < 11) {
        continue;
      }
      try {
        End local = End.parse(words[1]);
        End remote = End.parse(words[2]);
        boolean open = words[3].equals(LISTENING) || remote.port() == 0;
        if (words[3].equals(LISTENING)) {
          listened.add(local.port());
        }
        rows.put(Long.parseLong(words[9]), new Internet(kind, local, remote, open));
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

  private sealed interface Row {
    DescriptorKind kind();

    int localPort();

    void write(Text name, boolean accepted);
  }

  private record Unix(String path) implements Row {
    @Override
    public DescriptorKind kind() {
      return DescriptorKind.UNIX;
    }

    @Override
    public int localPort() {
      return -1;
    }

    @Override
    public void write(Text name, boolean accepted) {
      name.append(path.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  private record Internet(DescriptorKind family, End local, End remote, boolean open)
      implements Row {
    @Override
    public DescriptorKind kind() {
      return mapped() ? DescriptorKind.IPV4 : family;
    }

    @Override
    public int localPort() {
      return open ? -1 : local.port();
    }

    @Override
    public void write(Text name, boolean accepted) {
      boolean four = kind() == DescriptorKind.IPV4;
      if (open) {
        local.write(name, four);
        return;
      }
      (accepted ? remote : local).write(name, four);
      name.append('-').append('>');
      (accepted ? local : remote).write(name, four);
    }

    private boolean mapped() {
      return family == DescriptorKind.IPV6
          && !open
          && InetText.mapped(local.address(), 0)
          && InetText.mapped(remote.address(), 0);
    }
  }

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

    void write(Text to, boolean four) {
      if (four) {
        InetText.appendV4(to, address, address.length - 4);
      } else {
        InetText.appendV6(to, address, 0);
      }
      to.append(':').appendDecimal(port);
    }
  }
}

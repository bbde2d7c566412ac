// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads processes and their descriptors from {@code /proc}, for those that were there before the
 * kernel program and for what was lost. A process may end at any moment while it is read: what
 * could be read until then counts. Every file is read up to a bound.
 */
final class ProcFiles {

  private static final int MAX_ARGUMENTS = 4096;
  private static final int MAX_CGROUP = 64 * 1024;
  private static final String DELETED = " (deleted)";
  private static final int CLOSE_ON_EXEC = 02000000;

  private final Path root;
  private final Text scratch = new Text(MAX_ARGUMENTS);

  ProcFiles(Path root) {
    this.root = root;
  }

  /** The ids of all processes, at most so many. */
  List<Integer> processes(int limit) {
    return numbers(root, limit);
  }

  /** What a process is now, or null when it is gone. */
  @Nullable ProcessImage image(int pid) {
    Path process = root.resolve(Integer.toString(pid));
    byte[] comm = read(process.resolve("comm"), 64);
    if (comm.length == 0) {
      return null;
    }
    byte[] name = trimmed(comm);
    byte[] block = read(process.resolve("cmdline"), MAX_ARGUMENTS);
    String executable = link(process.resolve("exe"));
    return new ProcessImage(
        name,
        ProcessImage.arguments(block, 0, block.length, scratch),
        executable == null ? new byte[0] : withoutDeleted(executable),
        containerId(read(process.resolve("cgroup"), MAX_CGROUP)));
  }

  /** Sets the working directory to what it is now; leaves it when the process is gone. */
  void directory(int pid, WorkingDirectory into) {
    String cwd = link(root.resolve(Integer.toString(pid)).resolve("cwd"));
    if (cwd != null) {
      into.set(scratch.clear().append(withoutDeleted(cwd)));
    }
  }

  /**
   * Fills a table with what a process has open.
   *
   * @param sockets the sockets of each network namespace read so far; added to
   * @param limit how many descriptors are read at most
   */
  void descriptors(
      int pid, DescriptorTable table, Map<String, SocketInventory> sockets, int limit) {
    Path process = root.resolve(Integer.toString(pid));
    Path folder = process.resolve("fd");
    for (int fd : numbers(folder, limit)) {
      Path entry = folder.resolve(Integer.toString(fd));
      String link = link(entry);
      if (link == null) {
        continue;
      }
      boolean closeOnExec = closeOnExec(process, fd);
      if (link.startsWith("socket:[") && link.endsWith("]")) {
        long inode = Long.parseLong(link.substring(8, link.length() - 1));
        SocketInventory inventory =
            sockets.computeIfAbsent(namespace(process), _ -> SocketInventory.read(process));
        inventory.open(inode, fd, table, closeOnExec);
        continue;
      }
      DescriptorKind kind = DescriptorKind.ofLink(link);
      if (kind == DescriptorKind.FILE && Files.isDirectory(entry)) {
        kind = DescriptorKind.DIRECTORY;
      }
      Descriptor descriptor = table.open(fd, kind, closeOnExec);
      if (descriptor != null) {
        descriptor.name().append(withoutDeleted(link));
      }
    }
  }

  /** As {@link #descriptors}, for one process alone. */
  void descriptors(int pid, DescriptorTable table, int limit) {
    descriptors(pid, table, new HashMap<>(), limit);
  }

  private boolean closeOnExec(Path process, int fd) {
    byte[] info = read(process.resolve("fdinfo").resolve(Integer.toString(fd)), 4096);
    return new String(info, StandardCharsets.US_ASCII)
        .lines()
        .filter(line -> line.startsWith("flags:"))
        .anyMatch(line -> {
          try {
            return (Long.parseLong(line.substring(6).strip(), 8) & CLOSE_ON_EXEC) != 0;
          } catch (NumberFormatException e) {
            return false;
          }
        });
  }

  private static String namespace(Path process) {
    String net = link(process.resolve("ns").resolve("net"));
    return net == null ? process.toString() : net;
  }

  static byte[] containerId(byte[] cgroup) {
    return new String(cgroup, StandardCharsets.UTF_8)
        .lines()
        .map(ContainerId::ofPath)
        .filter(id -> id != null)
        .findFirst()
        .orElse(ContainerId.HOST);
  }

  private static List<Integer> numbers(Path folder, int limit) {
    List<Integer> numbers = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (numbers.size() < limit && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
          numbers.add(Integer.parseInt(name));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // The process is gone, or not ours to look into: what was listed is what there is.
      return numbers;
    }
    return numbers;
  }

  private static @Nullable String link(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] read(Path file, int limit) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      return new byte[0];
    }
  }

  private static byte[] trimmed(byte[] line) {
    int end = line.length;
    while (end > 0 && line[end - 1] == '\n') {
      end--;
    }
    return Arrays.copyOf(line, end);
  }

  private static byte[] withoutDeleted(String path) {
    String kept =
        path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    return kept.getBytes(StandardCharsets.UTF_8);
  }
}

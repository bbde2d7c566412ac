// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads processes and their descriptors from {@code /proc}, for those that were there before the
 * kernel program and for what was lost. A process may end at any moment while it is read: what
 * could be read until then counts. Every file is read up to a bound.
 */
final class ProcFiles {

  private static final int MAX_BLOCK = 4096;
  private static final int MAX_FILE = 64 * 1024;
  private static final long NANOS_PER_TICK = 10_000_000;
  private static final long NO_USER = 0xffff_ffffL;
  private static final String[] UNIFIED = {"cpuset", "cpu", "io", "memory"};

  private final Path root;
  private final long bootNanos;
  private final Map<String, Long> namespaceStarts = new HashMap<>();

  ProcFiles(Path root) {
    this.root = root;
    this.bootNanos = bootNanos();
  }

  /** The ids of all processes, at most so many. */
  List<Integer> processes(int limit) {
    return numbers(root, limit);
  }

  /** What a process or thread is now, or null when it is gone. */
  @Nullable ThreadFacts thread(long tid) {
    Path process = root.resolve(Long.toString(tid));
    byte[] comm = read(process.resolve("comm"), 64);
    if (comm.length == 0) {
      return null;
    }
    Map<String, String> status = status(read(process.resolve("status"), MAX_FILE));
    String[] stat = stat(read(process.resolve("stat"), MAX_FILE));
    long pid = number(status, "Tgid", 0, tid);
    String executable = link(process.resolve("exe"));
    long uid = number(status, "Uid", 1, NO_USER);
    long gid = number(status, "Gid", 1, NO_USER);
    byte[] block = read(process.resolve("cmdline"), MAX_BLOCK);
    int first = Math.min(Items.end(block, 0) + 1, block.length);
    String cwd = link(process.resolve("cwd"));
    String rootLink = link(process.resolve("root"));
    long start = column(stat, 19) == 0 ? 0 : bootNanos + column(stat, 19) * NANOS_PER_TICK;
    long vpid = last(status, "NStgid", pid);
    return new ThreadFacts(
        new ThreadFacts.Ids(
            tid,
            pid,
            number(status, "PPid", 0, -1),
            last(status, "NSsid", column(stat, 3)),
            last(status, "NSpid", tid),
            vpid,
            last(status, "NSpgid", column(stat, 2)),
            number(status, "NSpgid", 0, column(stat, 2))),
        new ThreadFacts.Program(
            trimmed(comm),
            Arrays.copyOf(block, Math.max(0, first - 1)),
            executable == null ? ProcessImage.NOTHING : bytes(executable),
            Arrays.copyOfRange(block, first, block.length),
            read(process.resolve("environ"), MAX_BLOCK),
            cwd == null ? ProcessImage.NOTHING : LinkFacts.withoutDeleted(bytes(cwd)),
            cgroups(read(process.resolve("cgroup"), MAX_FILE)),
            rootLink == null ? ProcessImage.NOTHING : bytes(rootLink)),
        file(process.resolve("exe"), executable, uid, gid),
        new ThreadFacts.Owner(
            uid,
            gid,
            parsed(new String(read(process.resolve("loginuid"), 32), StandardCharsets.US_ASCII)),
            column(stat, 4),
            hex(status, "CapInh"),
            hex(status, "CapPrm"),
            hex(status, "CapEff")),
        new ThreadFacts.Memory(
            number(status, "VmSize", 0, 0),
            number(status, "VmRSS", 0, 0),
            number(status, "VmSwap", 0, 0),
            column(stat, 9),
            column(stat, 7)),
        openFiles(read(process.resolve("limits"), MAX_BLOCK)),
        tid == pid ? ThreadEntry.MAIN_THREAD : ThreadEntry.CLONE_THREAD | ThreadEntry.CLONE_FILES,
        namespaceStart(process, vpid, start),
        start);
  }

  /** When the pid namespace began: when its first process did, where that was read before. */
  private long namespaceStart(Path process, long vpid, long start) {
    String namespace = link(process.resolve("ns").resolve("pid"));
    if (namespace == null) {
      return 0;
    }
    if (vpid == 1) {
      namespaceStarts.put(namespace, start);
    }
    return namespaceStarts.getOrDefault(namespace, 0L);
  }

  private long bootNanos() {
    String uptime =
        new String(read(root.resolve("uptime"), 128), StandardCharsets.US_ASCII).strip();
    int blank = uptime.indexOf(' ');
    try {
      double seconds = Double.parseDouble(blank < 0 ? uptime : uptime.substring(0, blank));
      return nanos(Instant.now()) - (long) (seconds * 1e9);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000L + time.getNano();
  }

  private static Map<String, String> status(byte[] file) {
    Map<String, String> lines = new HashMap<>();
    for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        lines.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return lines;
  }

  /** The columns after the name, which may hold blanks and brackets of its own. */
  private static String[] stat(byte[] file) {
    String line = new String(file, StandardCharsets.ISO_8859_1);
    int bracket = line.lastIndexOf(')');
    return bracket < 0 ? new String[0] : line.substring(bracket + 1).strip().split(" ", -1);
  }

  private static long column(String[] stat, int index) {
    return index < stat.length ? parsed(stat[index], 0) : 0;
  }

  private static long number(Map<String, String> status, String name, int index, long otherwise) {
    String[] words = status.getOrDefault(name, "").split("\\s+", -1);
    return index < words.length ? parsed(words[index], otherwise) : otherwise;
  }

  private static long last(Map<String, String> status, String name, long otherwise) {
    String[] words = status.getOrDefault(name, "").split("\\s+", -1);
    return parsed(words[words.length - 1], otherwise);
  }

  private static long hex(Map<String, String> status, String name) {
    try {
      return Long.parseUnsignedLong(status.getOrDefault(name, "0"), 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static long parsed(String text) {
    return parsed(text.strip(), NO_USER);
  }

  private static long parsed(String text, long otherwise) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  private static long openFiles(byte[] limits) {
    for (String line : new String(limits, StandardCharsets.US_ASCII).split("\n", -1)) {
      if (line.startsWith("Max open files")) {
        return parsed(line.substring(14).strip().split("\\s+", 2)[0], -1);
      }
    }
    return 0;
  }

  /** Turns {@code 4:cpu,cpuacct:/path} into {@code cpu=/path} and {@code cpuacct=/path}. */
  static byte[] cgroups(byte[] file) {
    ByteArrayOutputStream items = new ByteArrayOutputStream();
    for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length < 3) {
        continue;
      }
      String[] names = parts[1].isEmpty() ? UNIFIED : parts[1].split(",", -1);
      for (String name : names) {
        String subsystem = name.startsWith("name=") ? name.substring(5) : name;
        items.writeBytes((subsystem + "=" + parts[2] + "\0").getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return items.size() > MAX_BLOCK
        ? Arrays.copyOf(items.toByteArray(), MAX_BLOCK)
        : items.toByteArray();
  }

  private static ThreadFacts.ExecutableFile file(
      Path exe, @Nullable String path, long uid, long gid) {
    Map<String, Object> stat = attributes(exe, "unix:ino,ctime,lastModifiedTime,mode,uid,gid");
    if (stat.isEmpty()) {
      return ThreadFacts.ExecutableFile.UNKNOWN;
    }
    int mode = (Integer) stat.getOrDefault("mode", 0);
    boolean writable =
        uid == 0
            || uid == (Integer) stat.getOrDefault("uid", -1)
            || (gid == (Integer) stat.getOrDefault("gid", -1) && (mode & 020) != 0)
            || (mode & 02) != 0;
    return new ThreadFacts.ExecutableFile(
        writable,
        false,
        false,
        path != null && path.startsWith("/memfd:"),
        (Long) stat.getOrDefault("ino", 0L),
        nanos(((FileTime) stat.getOrDefault("ctime", FileTime.fromMillis(0))).toInstant()),
        nanos(
            ((FileTime) stat.getOrDefault("lastModifiedTime", FileTime.fromMillis(0)))
                .toInstant()));
  }

  private static Map<String, Object> attributes(Path file, String names) {
    try {
      return Files.readAttributes(file, names);
    } catch (IOException e) {
      return Map.of();
    }
  }

  /** The working directory; empty when the process is gone. */
  byte[] directory(long pid) {
    String cwd = link(root.resolve(Long.toString(pid)).resolve("cwd"));
    return cwd == null ? ProcessImage.NOTHING : LinkFacts.withoutDeleted(bytes(cwd));
  }

  /**
   * Tells what a process has open.
   *
   * @param sockets the sockets of each network namespace read so far; added to
   * @param limit how many descriptors are read at most
   */
  void descriptors(
      long pid, Map<String, SocketInventory> sockets, int limit, Consumer<DescriptorFacts> into) {
    for (int fd : numbers(root.resolve(Long.toString(pid)).resolve("fd"), limit)) {
      descriptor(pid, fd, sockets, into);
    }
  }

  /** Tells one descriptor of a process or thread; nothing when it is gone. */
  void descriptor(
      long tid, int fd, Map<String, SocketInventory> sockets, Consumer<DescriptorFacts> into) {
    Path process = root.resolve(Long.toString(tid));
    Path entry = process.resolve("fd").resolve(Integer.toString(fd));
    String link = link(entry);
    if (link == null) {
      return;
    }
    int flags = flags(process, fd);
    boolean closeOnExec = (flags & LinkFacts.CLOSE_ON_EXEC) != 0;
    if (link.startsWith("socket:[") && link.endsWith("]")) {
      long inode = parsed(link.substring(8, link.length() - 1), 0);
      SocketInventory inventory =
          sockets.computeIfAbsent(namespace(process), _ -> SocketInventory.read(process));
      into.accept(inventory.facts(inode, fd, closeOnExec));
    } else {
      into.accept(LinkFacts.of(bytes(link), fd, flags, () -> inode(entry)));
    }
  }

  private static LinkFacts.Inode inode(Path entry) {
    Map<String, Object> stat = attributes(entry, "unix:dev,ino,mode");
    return new LinkFacts.Inode(
        (Long) stat.getOrDefault("ino", 0L),
        (Integer) stat.getOrDefault("mode", 0),
        (int) (long) (Long) stat.getOrDefault("dev", 0L));
  }

  private int flags(Path process, int fd) {
    byte[] info = read(process.resolve("fdinfo").resolve(Integer.toString(fd)), MAX_BLOCK);
    for (String line : new String(info, StandardCharsets.US_ASCII).split("\n", -1)) {
      if (line.startsWith("flags:")) {
        try {
          return Integer.parseInt(line.substring(6).strip(), 8);
        } catch (NumberFormatException e) {
          return 0;
        }
      }
    }
    return 0;
  }

  private static String namespace(Path process) {
    String net = link(process.resolve("ns").resolve("net"));
    return net == null ? process.toString() : net;
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
      return ProcessImage.NOTHING;
    }
  }

  private static byte[] trimmed(byte[] line) {
    int end = line.length;
    while (end > 0 && line[end - 1] == '\n') {
      end--;
    }
    return Arrays.copyOf(line, end);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

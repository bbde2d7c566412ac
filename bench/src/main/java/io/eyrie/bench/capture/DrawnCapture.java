// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.capture;

import io.eyrie.syscall.capture.CaptureWriter;
import io.eyrie.syscall.capture.MachineInfo;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.InterfaceFacts;
import io.eyrie.syscall.state.ThreadFacts;
import io.eyrie.syscall.state.UserFacts;
import io.eyrie.syscall.table.EventRow;
import io.eyrie.syscall.table.EventTable;
import io.eyrie.syscall.table.Syscalls;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A capture of a busy host, drawn from a seed and written as it is drawn: some hundred processes
 * that come and go, open and read files, talk to each other and to the outside, with the mix of
 * calls that captures of curl, of servers and of shells have.
 */
public final class DrawnCapture {

  private static final long SEED = 20261123;
  private static final int PROCESSES = 400;
  private static final String[] NAMES = {
    "bash",
    "sshd",
    "nginx",
    "postgres",
    "python3",
    "java",
    "node",
    "curl",
    "cron",
    "systemd",
    "redis-server",
    "git",
    "make",
    "cc1",
    "ld",
    "cat",
    "grep",
    "sed",
    "awk",
    "find",
    "tar",
    "gzip",
    "sh",
    "containerd",
    "dockerd",
    "runc",
    "kubelet",
    "etcd",
    "prometheus",
    "envoy"
  };
  private static final String[] FOLDERS = {
    "/etc",
    "/usr/lib/x86_64-linux-gnu",
    "/usr/share/zoneinfo",
    "/var/log",
    "/var/lib/postgresql",
    "/home/ann/src/project/module/src/main/java",
    "/proc/self",
    "/tmp",
    "/srv/www/static/images",
    "/usr/lib/python3/dist-packages/requests",
    "/sys/fs/cgroup/system.slice",
    "/root/.cache",
    "/dev"
  };

  /** Calls and how often they come, of a thousand. */
  private static final Object[][] MIX = {
    {"read", 140},
    {"write", 80},
    {"openat", 100},
    {"close", 95},
    {"fstat", 60},
    {"mmap", 110},
    {"mprotect", 40},
    {"access", 35},
    {"newfstatat", 50},
    {"clock_gettime", 70},
    {"poll", 25},
    {"futex", 40},
    {"ioctl", 10},
    {"lseek", 15},
    {"epoll_wait", 20},
    {"socket", 8},
    {"connect", 8},
    {"recvfrom", 18},
    {"sendto", 18},
    {"fcntl", 15},
    {"clone", 5},
    {"execve", 4},
    {"procexit", 4},
    {"munmap", 15},
    {"brk", 8},
    {"unlinkat", 4},
    {"renameat2", 2},
    {"chdir", 1}
  };

  private final Random random = new Random(SEED);
  private final Map<String, EventRow> rows = new HashMap<>();
  private final List<DrawnProcess> processes = new ArrayList<>();
  private final Event event = new Event(8192);
  private final String[] calls = new String[1000];
  private long time = 1_700_000_000_000_000_000L;
  private long nextPid = 1000;

  private DrawnCapture() {
    for (EventRow row : EventTable.rows()) {
      if (row.status() == EventRow.Status.CURRENT
          && (row.exit() || row.name().equals("procexit"))) {
        rows.put(row.name(), row);
      }
    }
    int at = 0;
    for (Object[] call : MIX) {
      for (int i = 0; i < (int) call[1]; i++) {
        calls[at++] = (String) call[0];
      }
    }
    while (at < calls.length) {
      calls[at++] = "read";
    }
  }

  /** Writes a capture: the file, and how many events. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), Long.parseLong(arguments[1]));
  }

  /** Writes a capture of so many events, not compressed. */
  static void write(Path file, long events) throws IOException {
    DrawnCapture capture = new DrawnCapture();
    try (OutputStream out = Files.newOutputStream(file);
        CaptureWriter writer = CaptureWriter.plain(out)) {
      writer.head(
          new MachineInfo(4, 1L << 34, 1 << 22, "drawn", 1_600_000_000_000_000_000L),
          capture::tell);
      for (long i = 0; i < events; i++) {
        capture.draw();
        writer.write(capture.event, false);
      }
    }
  }

  private void tell(FactSink sink) {
    sink.user(new UserFacts(0, 0, text("root"), text("/root"), text("/bin/bash")));
    sink.user(new UserFacts(1000, 1000, text("ann"), text("/home/ann"), text("/bin/bash")));
    sink.networkInterface(
        new InterfaceFacts(
            text("eth0"),
            new byte[] {10, 0, 0, 1},
            new byte[] {-1, -1, -1, 0},
            new byte[] {10, 0, 0, -1},
            1000));
    for (int i = 0; i < PROCESSES; i++) {
      DrawnProcess process =
          new DrawnProcess(
              nextPid++,
              i < 10 ? 1 : processes.get(random.nextInt(processes.size())).pid,
              any(NAMES),
              "--config=/etc/" + any(NAMES) + ".conf");
      processes.add(process);
      sink.thread(facts(process));
    }
  }

  private static ThreadFacts facts(DrawnProcess process) {
    return new ThreadFacts(
        new ThreadFacts.Ids(
            process.pid,
            process.pid,
            process.parent,
            process.pid,
            process.pid,
            process.pid,
            process.pid,
            process.pid),
        new ThreadFacts.Program(
            text(process.name),
            text(process.name),
            text("/usr/bin/" + process.name),
            text(process.arguments + "\0"),
            text("HOME=/root\0PATH=/usr/bin\0"),
            text("/root/"),
            text("cpu=/system.slice/" + process.name + ".service\0"),
            text("/")),
        new ThreadFacts.ExecutableFile(false, false, false, false, 7, 8, 9),
        new ThreadFacts.Owner(process.pid % 3 == 0 ? 1000 : 0, 0, 0xffff_ffffL, 0, 0, -1, -1),
        new ThreadFacts.Memory(31, 32, 33, 34, 35),
        1024,
        0,
        0,
        0);
  }

  private String any(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Draws the next event. */
  private void draw() {
    time += 200 + random.nextInt(3000);
    // Processes work in bursts, as they do when they have a processor for a while.
    DrawnProcess process =
        processes.get(
            random.nextInt(4) == 0
                ? random.nextInt(processes.size())
                : Math.floorMod(time >>> 17, processes.size()));
    String call = calls[random.nextInt(calls.length)];
    if (call.equals("clone") && processes.size() < 2 * PROCESSES) {
      clone(process);
      return;
    }
    if (call.equals("procexit") && processes.size() > PROCESSES) {
      begin("procexit", process);
      event.put64(0);
      event.put64(0);
      event.put8(0);
      event.put8(0);
      event.put64(1);
      processes.remove(process);
      return;
    }
    switch (call) {
      case "read" -> io("read", process, process.files);
      case "write" -> io("write", process, process.files);
      case "openat" -> open(process);
      case "close" -> close(process);
      case "mmap" -> {
        begin(call, process);
        numbers(0x7f00_0000_0000L + random.nextInt() * 4096L);
        memory();
        event.put64(0);
        event.put64(4096L * (1 + random.nextInt(100)));
        event.put32(5);
        event.put32(2);
        event.put64(file(process));
        event.put64(0);
      }
      case "munmap" -> {
        begin(call, process);
        numbers(0);
        memory();
        numbers(0x7f00_0000_0000L, 4096);
      }
      case "brk" -> {
        begin(call, process);
        numbers(0x5555_0000_0000L);
        memory();
        numbers(0);
      }
      case "fstat" -> {
        begin(call, process);
        numbers(0, file(process));
      }
      case "lseek" -> {
        begin(call, process);
        numbers(0, file(process), 0);
        event.put8(0);
      }
      case "mprotect" -> {
        begin(call, process);
        numbers(0, 0x7f00_0000_0000L, 4096);
        event.put32(1);
      }
      case "access" -> {
        begin(call, process);
        numbers(-2);
        path(random.nextInt(10_000));
        event.put32(4);
      }
      case "newfstatat" -> {
        begin(call, process);
        numbers(random.nextInt(4) == 0 ? -2 : 0, -100);
        path(random.nextInt(10_000));
        event.put32(0);
      }
      case "poll" -> {
        begin(call, process);
        numbers(1);
        byte[] list =
            little(12).putShort((short) 1).putLong(file(process)).putShort((short) 1).array();
        bytes(list);
        numbers(1000);
      }
      case "futex" -> {
        begin(call, process);
        numbers(0, 0x7f00_0000_0000L);
        event.put16(0);
        numbers(1);
      }
      case "ioctl" -> {
        begin(call, process);
        numbers(0, file(process), 0x5401, 0);
      }
      case "epoll_wait" -> {
        begin(call, process);
        numbers(1, 64);
      }
      case "socket" -> socket(process);
      case "connect" -> connect(process);
      case "recvfrom" -> datagram("recvfrom", process);
      case "sendto" -> datagram("sendto", process);
      case "fcntl" -> {
        begin(call, process);
        numbers(0, file(process));
        event.put8(3);
        numbers(0);
      }
      case "execve" -> execve(process);
      case "unlinkat" -> {
        begin(call, process);
        numbers(0, -100);
        path(random.nextInt(10_000));
        event.put32(0);
      }
      case "renameat2" -> {
        begin(call, process);
        numbers(0, -100);
        path(random.nextInt(10_000));
        numbers(-100);
        path(random.nextInt(10_000));
        event.put32(0);
      }
      case "chdir" -> {
        begin(call, process);
        numbers(0);
        string(any(FOLDERS));
      }
      default -> {
        begin("syscall", process);
        event.put16(Syscalls.ofName("clock_gettime"));
        event.put16(228);
      }
    }
  }

  private void begin(String name, DrawnProcess process) {
    EventRow row = name.equals("syscall") ? EventTable.row(1) : rows.get(name);
    if (row == null) {
      throw new IllegalStateException("no event " + name);
    }
    event.begin(row.code(), time, process.pid, (int) (process.pid & 3));
  }

  private void numbers(long... values) {
    for (long value : values) {
      event.put64(value);
    }
  }

  private void memory() {
    event.put32(10_000);
    event.put32(5_000);
    event.put32(0);
  }

  private void string(String text) {
    bytes(text(text + "\0"));
  }

  private void bytes(byte[] bytes) {
    event.parameter(event.append(bytes, 0, bytes.length), bytes.length);
  }

  private void path(int which) {
    string(FOLDERS[which % FOLDERS.length] + "/file-" + which);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private long file(DrawnProcess process) {
    List<Long> files = process.files;
    return files.isEmpty() ? 1 : files.get(random.nextInt(files.size()));
  }

  private void io(String name, DrawnProcess process, List<Long> of) {
    boolean socket = random.nextInt(5) == 0 && !process.sockets.isEmpty();
    List<Long> from = socket ? process.sockets : of;
    long fd = from.isEmpty() ? 1 : from.get(random.nextInt(from.size()));
    begin(name, process);
    int size = random.nextInt(80);
    numbers(size);
    bytes(data(size));
    numbers(fd);
    event.put32(4096);
  }

  private byte[] data(int size) {
    byte[] data = new byte[size];
    for (int i = 0; i < size; i++) {
      data[i] = (byte) (' ' + (i * 7 + size) % 90);
    }
    return data;
  }

  private void open(DrawnProcess process) {
    begin("openat", process);
    boolean fails = random.nextInt(4) == 0;
    long fd = fails ? -2 : process.open();
    if (!fails && !process.files.contains(fd)) {
      process.files.add(fd);
      process.sockets.remove(fd);
    }
    numbers(fd, -100);
    path(random.nextInt(10_000));
    event.put32(random.nextInt(8) == 0 ? 3 : 1);
    event.put32(0644);
    event.put32(2049);
    event.put64(random.nextInt(100_000));
  }

  private void close(DrawnProcess process) {
    List<Long> from =
        random.nextInt(6) == 0 && !process.sockets.isEmpty() ? process.sockets : process.files;
    long fd = from.isEmpty() ? 99 : from.remove(random.nextInt(from.size()));
    begin("close", process);
    numbers(0, fd);
  }

  private void socket(DrawnProcess process) {
    begin("socket", process);
    long fd = process.open();
    process.files.remove(fd);
    if (!process.sockets.contains(fd)) {
      process.sockets.add(fd);
    }
    numbers(fd);
    event.put32(2);
    event.put32(1);
    event.put32(0);
    event.put32(0);
  }

  private byte[] tuple() {
    return little(13)
        .put((byte) 2)
        .put(new byte[] {10, 0, 0, 1})
        .putShort((short) (32768 + random.nextInt(30_000)))
        .put(new byte[] {(byte) (1 + random.nextInt(9)), 1, 2, (byte) random.nextInt(250)})
        .putShort((short) (random.nextInt(3) == 0 ? 443 : 5432))
        .array();
  }

  private void connect(DrawnProcess process) {
    begin("connect", process);
    numbers(random.nextInt(8) == 0 ? -111 : 0);
    byte[] tuple = tuple();
    bytes(tuple);
    numbers(process.sockets.isEmpty() ? 99 : process.sockets.getLast());
    byte[] address = new byte[7];
    address[0] = 2;
    System.arraycopy(tuple, 7, address, 1, 6);
    bytes(address);
  }

  private void datagram(String name, DrawnProcess process) {
    begin(name, process);
    int size = random.nextInt(80);
    numbers(size);
    bytes(data(size));
    if (name.equals("recvfrom")) {
      event.empty();
    }
    numbers(process.sockets.isEmpty() ? 99 : process.sockets.getLast());
    event.put32(1500);
    if (name.equals("sendto")) {
      event.empty();
    }
  }

  /** Both ends of a clone would be two events: this is the child's, which knows all. */
  private void clone(DrawnProcess parent) {
    DrawnProcess child = new DrawnProcess(nextPid++, parent.pid, parent.name, parent.arguments);
    processes.add(child);
    begin("clone", child);
    numbers(0);
    string(child.name);
    bytes(text(child.arguments + "\0"));
    numbers(child.pid, child.pid, parent.pid);
    string("");
    numbers(1024, 0, 0);
    memory();
    string(child.name);
    bytes(text("cpu=/system.slice/" + child.name + ".service\0"));
    event.put32(0);
    event.put32(0);
    event.put32(0);
    numbers(child.pid, child.pid, 0);
  }

  private void execve(DrawnProcess process) {
    String name = any(NAMES);
    begin("execve", process);
    numbers(0);
    string("/usr/bin/" + name);
    bytes(text("-c\0echo " + random.nextInt(1000) + "\0"));
    numbers(process.pid, process.pid, process.parent);
    string("");
    numbers(1024, 0, 0);
    memory();
    string(name);
    bytes(text("cpu=/system.slice/" + name + ".service\0"));
    bytes(text("HOME=/root\0PATH=/usr/local/bin:/usr/bin\0LANG=C.UTF-8\0"));
    event.put32(34816);
    numbers(process.pid);
    event.put32(1000);
    event.put32(0);
    numbers(0, -1, -1, random.nextInt(100_000), time, time);
    event.put32(0);
    string("/usr/bin/" + name);
    numbers(process.pid);
    event.put32(0);
    string("/usr/bin/" + name);
  }
}

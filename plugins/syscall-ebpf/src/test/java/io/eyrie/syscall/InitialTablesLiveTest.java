// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.kernel.KernelProgram;
import io.eyrie.syscall.kernel.KernelTables;
import io.eyrie.syscall.state.DescriptorFacts;
import io.eyrie.syscall.state.FactSink;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.InterfaceFacts;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.state.ThreadFacts;
import io.eyrie.syscall.state.UserFacts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes had open before the source came, told by the kernel's iterators and by /proc. */
final class InitialTablesLiveTest {

  /** No kernel gives out such an id. */
  private static final int NOBODY = 1 << 23;

  @TempDir Path folder;

  @BeforeAll
  static void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void iteratorsTellTheSameAsTheFilesOfProc() throws Exception {
    try (Opener here = Opener.start(folder.resolve("here"), List.of());
        Opener elsewhere = Opener.start(folder.resolve("elsewhere"), List.of("unshare", "--net"))) {
      Told files = told(null);
      Told kernel;
      try (KernelProgram program = load()) {
        kernel = told(program.tables());
      }
      for (Opener opener : List.of(here, elsewhere)) {
        long pid = opener.process.pid();
        assertThat(kernel.descriptors(pid)).isEqualTo(files.descriptors(pid));
        assertThat(kernel.descriptors(pid).values().stream().map(each -> each.split(" ")[0]))
            .contains(
                "OPENED_FILE",
                "DIRECTORY",
                "PIPE",
                "MEMFD",
                "EPOLL",
                "EVENT",
                "TIMER",
                "INOTIFY",
                "PIDFD",
                "connection",
                "bound",
                "unix",
                "NETLINK",
                "UNKNOWN");
        assertThat(kernel.directory(pid))
            .isEqualTo(files.directory(pid))
            .isEqualTo(opener.folder.resolve("here") + "/");
      }
    }
  }

  @Test
  void unixSocketsHaveBothTheirEnds() throws Exception {
    try (Opener opener = Opener.start(folder.resolve("here"), List.of());
        KernelProgram program = load()) {
      List<DescriptorFacts.Unix> sockets =
          told(program.tables()).facts.getOrDefault(opener.process.pid(), List.of()).stream()
              .filter(DescriptorFacts.Unix.class::isInstance)
              .map(DescriptorFacts.Unix.class::cast)
              .toList();
      List<Long> ends = sockets.stream().map(DescriptorFacts.Unix::source).toList();
      List<Long> others =
          sockets.stream().map(DescriptorFacts.Unix::destination).filter(end -> end != 0).toList();
      assertThat(ends).doesNotContain(0L).doesNotHaveDuplicates().containsAll(others);
      assertThat(others).as("three pairs").hasSize(6);
    }
  }

  @Test
  void whatTheIteratorsDoNotTellIsReadFromProc() throws Exception {
    try (Opener opener = Opener.start(folder.resolve("here"), List.of())) {
      long pid = opener.process.pid();
      Map<Long, String> files = told(null).descriptors(pid);
      try (KernelProgram program = load();
          KernelTables used = program.tables()) {
        used.descriptors(_ -> {});
        assertThat(told(used).descriptors(pid)).isEqualTo(files).isNotEmpty();
      }
    }
  }

  @Test
  void processesThatTheKernelDoesNotTellOfAreReadFromProc() throws Exception {
    // As in a container whose /proc is the host's: the iterators pass over all others there.
    Path proc = Files.createDirectory(folder.resolve("proc"));
    Path process = Files.createDirectories(proc.resolve(Integer.toString(NOBODY)));
    Files.writeString(process.resolve("comm"), "else\n");
    Files.createDirectories(process.resolve("fdinfo"));
    Files.writeString(process.resolve("fdinfo/3"), "pos:\t0\nflags:\t0100000\n");
    Files.createSymbolicLink(
        Files.createDirectory(process.resolve("fd")).resolve("3"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(process.resolve("cwd"), Path.of("/srv"));
    try (KernelProgram program = load()) {
      Told told = told(proc, program.tables());
      assertThat(told.descriptors(NOBODY).get(3L)).contains("/etc/passwd");
      assertThat(told.directory(NOBODY)).isEqualTo("/srv/");
    }
  }

  private KernelProgram load() throws Exception {
    return KernelProgram.load(1 << 16, 16, ProcessHandle.current().pid(), folder);
  }

  private static Told told(@Nullable KernelTables tables) {
    return told(Path.of("/proc"), tables);
  }

  private static Told told(Path proc, @Nullable KernelTables tables) {
    Told told = new Told();
    try (SystemState state =
        SystemState.live(
            new Limits(1 << 16, 1 << 20), proc, Path.of("/etc/passwd"), Path.of("/etc/group"))) {
      if (tables != null) {
        state.readFirst(tables);
      }
      state.scan();
      state.keepDescriptors(true);
      state.tell(told);
    }
    return told;
  }

  /** A process that has one of everything open. */
  private record Opener(Process process, Path folder) implements AutoCloseable {

    static Opener start(Path folder, List<String> before) throws Exception {
      Path python = Needs.program("python3");
      if (!before.isEmpty()) {
        Needs.program(before.getFirst());
      }
      Files.createDirectory(folder);
      Path script = folder.resolve("script.py");
      try (InputStream in = InitialTablesLiveTest.class.getResourceAsStream("everything_open.py")) {
        Files.copy(Objects.requireNonNull(in), script);
      }
      List<String> command =
          Stream.concat(
                  before.stream(),
                  Stream.of(python.toString(), script.toString(), folder.toString()))
              .toList();
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      BufferedReader said = process.inputReader();
      assertThat(said.readLine()).isEqualTo("ready");
      return new Opener(process, folder);
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
  }

  /** All that a state tells. */
  private static final class Told implements FactSink {

    private final Map<Long, List<DescriptorFacts>> facts = new TreeMap<>();
    private final Map<Long, String> directories = new TreeMap<>();

    Map<Long, String> descriptors(long pid) {
      return facts.getOrDefault(pid, List.of()).stream()
          .collect(
              Collectors.toMap(
                  DescriptorFacts::fd, Told::text, (first, _) -> first + " twice", TreeMap::new));
    }

    String directory(long pid) {
      return directories.getOrDefault(pid, "");
    }

    /** All but the kernel's names of sockets, which /proc does not tell. */
    private static String text(DescriptorFacts facts) {
      return switch (facts) {
        case DescriptorFacts.Named named ->
            "%s %d %s %b"
                .formatted(
                    named.type(),
                    named.inode(),
                    new String(named.name(), UTF_8),
                    named.closeOnExec());
        case DescriptorFacts.File file ->
            "%s %d %s %x %x"
                .formatted(
                    file.type(),
                    file.inode(),
                    new String(file.name(), UTF_8),
                    file.flags(),
                    file.device());
        case DescriptorFacts.Connection made ->
            "connection %d %s %s:%d->%s:%d %s %b"
                .formatted(
                    made.inode(),
                    made.protocol(),
                    address(made.sourceAddress()),
                    made.sourcePort(),
                    address(made.destinationAddress()),
                    made.destinationPort(),
                    made.role(),
                    made.closeOnExec());
        case DescriptorFacts.Bound bound ->
            "bound %d %s %s:%d %b"
                .formatted(
                    bound.inode(),
                    bound.protocol(),
                    address(bound.address()),
                    bound.port(),
                    bound.closeOnExec());
        case DescriptorFacts.Unix unix ->
            "unix %d %s %b"
                .formatted(unix.inode(), new String(unix.path(), ISO_8859_1), unix.closeOnExec());
      };
    }

    private static String address(byte[] bytes) {
      try {
        return InetAddress.getByAddress(bytes).getHostAddress();
      } catch (UnknownHostException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void thread(ThreadFacts thread) {
      directories.put(thread.ids().tid(), new String(thread.program().cwd(), UTF_8));
    }

    @Override
    public void descriptor(long tid, DescriptorFacts descriptor) {
      facts.computeIfAbsent(tid, _ -> new ArrayList<>()).add(descriptor);
    }

    @Override
    public void networkInterface(InterfaceFacts networkInterface) {}

    @Override
    public void user(UserFacts user) {}

    @Override
    public void group(GroupFacts group) {}
  }
}

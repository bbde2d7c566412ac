// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the kernel program reads of the kernel's own structures, with each of its forms: a process's
 * birth, program and end, files, connections, and what was closed without a record of its own.
 */
final class ProgramFormLiveTest {

  private static final List<String> FIELDS =
      List.of(
          "proc.name",
          "proc.pid",
          "proc.ppid",
          "proc.cmdline",
          "proc.exepath",
          "proc.cwd",
          "proc.exe_ino",
          "proc.sid",
          "proc.vpid",
          "user.uid",
          "fd.name",
          "fd.num",
          "fd.ino",
          "fd.rip",
          "fd.rport",
          "evt.res",
          "evt.is_open_create");

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @ParameterizedTest
  @EnumSource
  void processesFilesAndConnectionsAreToldInFull(ProgramForm form) throws Exception {
    // By its path: what stands first on the path may be a script that looks for the program.
    Path installed = Path.of("/usr/bin/python3");
    Needs.file(installed, "python3");
    Path python = installed.toRealPath();
    Path made = folder.resolve("made");
    String script =
        """
        import os, socket, sys
        os.close(os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY, 0o640))
        try: os.open(sys.argv[1] + "/no", os.O_RDONLY)
        except OSError: pass
        socket.create_connection(("127.0.0.1", int(sys.argv[2]))).close()
        """;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        LiveSource live =
            LiveSource.of(form, folder, Map.of("ring_size", "64MiB"))
                .watching(FIELDS, "openat", "connect", "execve", "procexit")) {
      String port = Integer.toString(server.getLocalPort());
      Process process =
          new ProcessBuilder(python.toString(), "-c", script, made.toString(), port)
              .directory(folder.toFile())
              .start();
      assertThat(process.waitFor()).isZero();
      String pid = Long.toString(process.pid());

      // Not the first one: Java begins programs by a helper of its own.
      Seen exec = of(live, pid, "execve", "proc.exepath", python.toString());
      assertThat(exec.fields())
          .containsEntry("evt.res", "SUCCESS")
          .containsEntry("proc.cwd", folder.toRealPath() + "/")
          .containsEntry("proc.ppid", Long.toString(ProcessHandle.current().pid()))
          .containsEntry("proc.exe_ino", inode(python))
          .containsEntry("proc.vpid", pid)
          .containsEntry("user.uid", "0");
      assertThat(exec.field("proc.cmdline")).endsWith(" " + made + " " + port);

      Seen opened = of(live, pid, "openat", "fd.name", made.toString());
      assertThat(opened.fields())
          .containsEntry("fd.ino", inode(made))
          .containsEntry("evt.is_open_create", "1");
      assertThat(of(live, pid, "openat", "evt.res", "ENOTDIR").field("fd.name"))
          .isEqualTo(made + "/no");
      assertThat(of(live, pid, "connect", "fd.rport", port).field("fd.name"))
          .endsWith("->127.0.0.1:" + port);
      assertThat(of(live, pid, "procexit", "proc.pid", pid).field("proc.name"))
          .isEqualTo(exec.field("proc.name"));
      assertThat(live.sink.losses).isEmpty();
    }
  }

  /** 700 is closed by nobody's record: the failing call after it shows what is known. */
  @ParameterizedTest
  @EnumSource
  void whatIsClosedHasNoNameInTheNextEvent(ProgramForm form) throws Exception {
    run(
        form,
        """
        import os, sys
        given = os.open(sys.argv[1], os.O_RDONLY)
        for fd in (700, 701, 702): os.dup2(given, fd)
        look(700)
        os.close(700)
        look(700)
        os.close(701); os.close(702)
        look(702); look(701)
        """,
        "700 given, 700 , 702 , 701 ");
  }

  @ParameterizedTest
  @EnumSource
  void childrenDoNotInheritWhatWasClosed(ProgramForm form) throws Exception {
    run(
        form,
        """
        import os, sys
        given = os.open(sys.argv[1], os.O_RDONLY)
        os.dup2(given, 700)
        os.close(700)
        if os.fork() == 0:
            look(700); look(given)
            os._exit(0)
        os.wait()
        """,
        "700 , 3 given");
  }

  /** What one thread closes is told before another can give its number to something else. */
  @ParameterizedTest
  @EnumSource
  void whatAnotherThreadOpensAfterACloseIsKept(ProgramForm form) throws Exception {
    run(
        form,
        """
        import os, sys, threading
        given = os.open(sys.argv[1], os.O_RDONLY)
        other = os.open(sys.argv[2], os.O_RDONLY)
        os.dup2(given, 700)
        thread = threading.Thread(target=lambda: os.dup2(other, 700))
        os.close(700)
        thread.start(); thread.join()
        look(700)
        """,
        "700 other");
  }

  /** Runs a script and compares the names of the descriptors that it looks at. */
  private void run(ProgramForm form, String script, String names) throws Exception {
    Path python = Needs.program("python3");
    Path given = Files.writeString(folder.resolve("given"), "");
    Path other = Files.writeString(folder.resolve("other"), "");
    String look =
        """
        import ctypes
        call = ctypes.CDLL(None).fchdir
        def look(fd): call(fd)
        """;
    try (LiveSource live =
        LiveSource.of(form, folder, Map.of("ring_size", "64MiB")).watching(FIELDS, "fchdir")) {
      Process process =
          new ProcessBuilder(
                  python.toString(), "-c", look + script, given.toString(), other.toString())
              .inheritIO()
              .start();
      assertThat(process.waitFor()).isZero();
      live.drain();
      assertThat(live.sink.losses).isEmpty();
      assertThat(
              live.sink.seen.stream()
                  .filter(e -> String.valueOf(e.field("proc.cmdline")).endsWith(other.toString()))
                  .map(e -> e.field("fd.num") + " " + leaf(e.field("fd.name")))
                  .toList())
          .containsExactly(names.split(", ", -1));
    }
  }

  private static String leaf(@Nullable String name) {
    return name == null ? "" : name.substring(name.lastIndexOf('/') + 1);
  }

  private static Seen of(LiveSource live, String pid, String type, String field, String value)
      throws Exception {
    return live.await(
        type + " with " + field + "=" + value,
        e ->
            e.type().equals(type)
                && pid.equals(e.field("proc.pid"))
                && value.equals(e.field(field)));
  }

  private static String inode(Path file) throws Exception {
    return String.valueOf(Files.getAttribute(file, "unix:ino"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that come from another process: sent, taken, shared and kept over an exec. */
final class SharedDescriptorLiveTest {

  private static final List<String> FIELDS =
      List.of("proc.pid", "proc.name", "fd.name", "fd.num", "fd.typechar", "evt.res");

  @TempDir Path folder;

  private final List<Seen> seen = new ArrayList<>();
  private Path file = Path.of("");

  @BeforeEach
  void needsKernel() throws Exception {
    Needs.kernelPrograms();
    file = Files.writeString(folder.resolve("given"), "");
  }

  @Test
  void oneThatCameWithAMessageHasTheNameItHadAtTheSender() throws Exception {
    Seen closed =
        closing(
            """
            import os, socket, sys
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
            if os.fork() == 0:
                message, fds, flags, address = socket.recv_fds(theirs, 16, 4)
                print("received", flush=True)
                sys.stdin.readline()
                for fd in fds:
                    os.dup2(fd, fd + 600)
                    os.close(fd + 600)
                os._exit(0)
            given = os.open(sys.argv[1], os.O_RDONLY)
            ends = os.pipe()
            socket.send_fds(ours, [b"take"], [ends[0], given])
            os.wait()
            """,
            "close",
            e -> file.toString().equals(e.field("fd.name")) && number(e) >= 600);
    assertThat(closed.fields())
        .containsEntry("fd.typechar", "f")
        .containsEntry("evt.res", "SUCCESS");
    assertThat(seen)
        .as("the pipe came too")
        .anyMatch(e -> "p".equals(e.field("fd.typechar")) && number(e) >= 600);
  }

  @Test
  void oneThatWasTakenFromAnotherProcessHasTheNameItHasThere() throws Exception {
    closing(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        go, gone = os.pipe(), os.pipe()
        child = os.fork()
        if child == 0:
            held = os.open(sys.argv[1], os.O_RDONLY)
            os.dup2(held, 700)
            os.write(go[1], b"x")
            os.read(gone[0], 1)
            os._exit(0)
        os.read(go[0], 1)
        process = libc.syscall(434, child, 0)
        taken = libc.syscall(438, process, 700, 0)
        os.dup2(taken, 701)
        os.close(701)
        os.write(gone[1], b"x")
        os.wait()
        """,
        "close",
        e -> file.toString().equals(e.field("fd.name")) && number(e) == 701);
  }

  @Test
  void processesThatShareTheirTableSeeEachOthersFiles() throws Exception {
    closing(
        """
        import ctypes, os, sys
        libc = ctypes.CDLL(None, use_errno=True)
        CLONE_FILES, SIGCHLD = 0x400, 17
        if libc.syscall(56, CLONE_FILES | SIGCHLD, 0, 0, 0, 0) == 0:
            opened = os.open(sys.argv[1], os.O_RDONLY)
            os.dup2(opened, 702)
            os._exit(0)
        os.wait()
        os.close(702)
        """,
        "close",
        e -> file.toString().equals(e.field("fd.name")) && number(e) == 702);
  }

  @Test
  void whatIsMarkedIsClosedByAnExecAndWhatIsNotIsKept() throws Exception {
    Seen kept =
        closing(
            """
            import os, sys
            kept = os.open(sys.argv[1], os.O_RDONLY)
            os.dup2(kept, 703, inheritable=True)
            os.dup2(kept, 704, inheritable=False)
            code = "import os\\nfor fd in (704, 703):\\n  try: os.close(fd)\\n  except OSError: pass"
            os.execv(sys.executable, ["after", "-c", code])
            """,
            "close",
            e -> file.toString().equals(e.field("fd.name")) && number(e) == 703);
    Seen marked =
        seen.stream()
            .filter(e ->
                number(e) == 704
                    && String.valueOf(kept.field("proc.pid")).equals(e.field("proc.pid")))
            .findFirst()
            .orElseThrow();
    assertThat(marked.fields()).containsEntry("evt.res", "EBADF").containsEntry("fd.name", "");
  }

  private static int number(Seen event) {
    String number = event.field("fd.num");
    return number == null ? -1 : Integer.parseInt(number);
  }

  /** Runs a script of Python on the file and waits for an event of it. */
  private Seen closing(String script, String type, Predicate<Seen> match) throws Exception {
    Path python = Needs.program("python3");
    try (LiveSource source = new LiveSource(folder, Map.of()).watching(FIELDS, type)) {
      Process process =
          new ProcessBuilder(python.toString(), "-c", script, file.toString())
              .redirectErrorStream(true)
              .start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.append(line);
        // What a message brought is looked at while its receiver still has it.
        source.drain();
        process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
      }
      assertThat(process.waitFor()).as(said.toString()).isZero();
      Seen found = source.await(type, e -> e.type().equals(type) && match.test(e));
      seen.addAll(source.sink.seen);
      return found;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of 32 bits: their calls have other numbers, and are the same events. */
final class CompatLiveTest {

  private static final int EXIT = 1;
  private static final int OPEN = 5;
  private static final int CREAT = 8;
  private static final int EXECVE = 11;
  private static final int SETUID = 23;
  private static final int MKDIR = 39;
  private static final int DUP2 = 63;
  private static final int CLOSE = 6;
  private static final int SYMLINK = 83;
  private static final int SETUID32 = 213;
  private static final int OPENAT = 295;
  private static final int SOCKET = 359;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void theirCallsAreTheEventsOfTheirNames() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    Path program =
        new SmallProgram()
            .call(OPEN, file.toString(), 0)
            .call(DUP2, 3, 9)
            .call(CLOSE, 9)
            .call(OPENAT, -100, "made", 0102, 0640)
            .call(CREAT, folder + "/none/x", 0600)
            .call(MKDIR, folder + "/none/y", 0700)
            .call(SYMLINK, "/etc", folder + "/none/z")
            .call(SETUID, 4711)
            .call(SETUID32, 4711)
            .call(SOCKET, 1, 1, 0)
            .call(EXIT, 7)
            .write(folder.resolve("small"));
    try (LiveSource live =
        new LiveSource(folder, Map.of())
            .watching(
                "open",
                "openat",
                "creat",
                "dup2",
                "close",
                "mkdir",
                "symlink",
                "setuid",
                "socket",
                "execve",
                "procexit")) {
      Process process = started(List.of(program.toString()));
      assertThat(process.waitFor()).isEqualTo(7);
      String pid = Long.toString(process.pid());
      live.await("its end", e -> e.type().equals("procexit") && pid.equals(e.field("proc.pid")));

      List<Seen> seen =
          live.sink.seen.stream()
              .filter(e -> pid.equals(e.field("proc.pid")) && "small".equals(e.field("proc.name")))
              .toList();
      assertThat(seen)
          .extracting(Seen::type)
          .containsExactly(
              "execve",
              "open",
              "dup2",
              "close",
              "openat",
              "creat",
              "mkdir",
              "symlink",
              "setuid",
              "setuid",
              "socket",
              "procexit");
      assertThat(seen.get(1).fields())
          .containsEntry("fd.name", file.toString())
          .containsEntry("fd.num", "3")
          .containsEntry("proc.exepath", program.toString());
      assertThat(seen.get(2).fields()).containsEntry("fd.name", file.toString());
      assertThat(seen.get(3).fields())
          .containsEntry("fd.name", file.toString())
          .containsEntry("fd.num", "9");
      assertThat(seen.get(4).fields())
          .containsEntry("fd.name", folder.resolve("made").toString())
          .containsEntry("evt.is_open_write", "1");
      assertThat(seen.get(5).fields())
          .containsEntry("evt.res", "ENOENT")
          .containsEntry("fs.path.name", folder + "/none/x");
      assertThat(seen.get(6).fields())
          .containsEntry("evt.res", "ENOENT")
          .hasEntrySatisfying("evt.args", args -> assertThat(args).contains("/none/y mode="));
      assertThat(seen.get(7).field("evt.res")).isEqualTo("ENOENT");
      assertThat(seen.get(8).field("user.uid")).isEqualTo("4711");
      assertThat(seen.get(10).fields())
          .containsEntry("evt.res", "SUCCESS")
          .containsEntry("fd.typechar", "u");
    }
  }

  @Test
  void aFailedExecOfTheirsHasItsArgumentsAndOneThatSucceedsIsTheNewProgram() throws Exception {
    Path program =
        new SmallProgram()
            .call(EXECVE, folder + "/none", List.of("none", "one", "two"), List.of())
            .call(EXECVE, "/bin/true", List.of("true", "three"), List.of("A=b"))
            .call(EXIT, 7)
            .write(folder.resolve("small"));
    try (LiveSource live =
        new LiveSource(folder, Map.of())
            .watchingArguments(
                List.of("proc.pid", "proc.cmdline", "evt.res", "evt.arg[exe]", "evt.arg[args]"),
                "execve")) {
      Process process = started(List.of(program.toString()));
      assertThat(process.waitFor()).isZero();
      String pid = Long.toString(process.pid());

      assertThat(
              live.await(
                      "the failed exec",
                      e -> pid.equals(e.field("proc.pid")) && "ENOENT".equals(e.field("evt.res")))
                  .fields())
          .containsEntry("evt.arg[exe]", "none")
          .containsEntry("evt.arg[args]", "one.two.");
      live.await(
          "the exec",
          e -> pid.equals(e.field("proc.pid")) && "true three".equals(e.field("proc.cmdline")));
    }
  }

  private Process started(List<String> command) throws IOException {
    try {
      return new ProcessBuilder(command).directory(folder.toFile()).start();
    } catch (IOException e) {
      System.out.println("skipped: the kernel runs no programs of 32 bits: " + e.getMessage());
      Assumptions.abort("no programs of 32 bits");
      throw e;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Birth, exec and end of processes on the running kernel. */
final class ProcessLiveTest {

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void anExecIsJudgedAsTheNewProgram() throws Exception {
    Path shell = Needs.program("sh");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve")) {
      Process process =
          new ProcessBuilder(shell.toString(), "-c", "true 'a b' ''; :", "zero", "x").start();
      assertThat(process.waitFor()).isZero();

      Seen exec =
          live.await(
              "exec of sh",
              e ->
                  Long.toString(process.pid()).equals(e.field("proc.pid"))
                      && "sh".equals(e.field("proc.name")));
      assertThat(exec.fields())
          .containsEntry("evt.res", "SUCCESS")
          .containsEntry("proc.cmdline", "sh -c true 'a b' ''; : zero x")
          .containsEntry("proc.exepath", shell.toRealPath().toString())
          .doesNotContainKeys("fd.name", "fd.num", "fd.typechar");
    }
  }

  @Test
  void aScriptRunsAsItsInterpreterUnderItsOwnName() throws Exception {
    Path shell = Needs.program("sh").toRealPath();
    Path script = executable("tool.sh", "#!" + shell + "\n:\n");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve")) {
      Process process =
          new ProcessBuilder("./tool.sh", "argument").directory(folder.toFile()).start();
      assertThat(process.waitFor()).isZero();

      Seen exec = live.await("exec of the script", e -> "tool.sh".equals(e.field("proc.name")));
      assertThat(exec.fields())
          .containsEntry("proc.cmdline", "tool.sh ./" + script.getFileName() + " argument")
          .containsEntry("proc.exepath", shell.toString())
          .containsEntry("proc.pid", Long.toString(process.pid()));
    }
  }

  @Test
  void aRelativePathIsResolvedByTheKernelItself() throws Exception {
    Path busy = Files.createDirectories(folder.resolve("deep/er"));
    Files.copy(Path.of("/bin/true").toRealPath(), busy.resolve("copy-of-true-with-a-long-name"));
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve")) {
      Process process =
          new ProcessBuilder("er/../../deep/er/copy-of-true-with-a-long-name")
              .directory(folder.resolve("deep").toFile())
              .start();
      assertThat(process.waitFor()).isZero();

      Seen exec =
          live.await(
              "exec of the copy",
              e ->
                  Long.toString(process.pid()).equals(e.field("proc.pid"))
                      && "copy-of-true-wi".equals(e.field("proc.name")));
      assertThat(exec.fields())
          .containsEntry(
              "proc.exepath",
              busy.toRealPath().resolve("copy-of-true-with-a-long-name").toString());
    }
  }

  @Test
  void aFailedExecChangesNothing() throws Exception {
    Path shell = Needs.program("sh");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve")) {
      Process process =
          new ProcessBuilder(shell.toString(), "-c", folder + "/no-such-program 2>/dev/null")
              .start();
      assertThat(process.waitFor()).isEqualTo(127);

      Seen failed =
          live.await(
              "failed exec",
              e ->
                  "ENOENT".equals(e.field("evt.res"))
                      && e.fields().getOrDefault("proc.cmdline", "").contains("no-such-program"));
      assertThat(failed.field("proc.name")).isEqualTo("sh");
    }
  }

  @Test
  void aForkIsSeenByBothSidesAndTheEndWithTheLastThread() throws Exception {
    Path shell = Needs.program("sh");
    try (LiveSource live =
        new LiveSource(folder, Map.of()).watching("clone", "clone3", "fork", "vfork", "procexit")) {
      Process process = new ProcessBuilder(shell.toString(), "-c", "(:) ; :").start();
      assertThat(process.waitFor()).isZero();
      String parent = Long.toString(process.pid());

      Seen born =
          live.await(
              "the child's side",
              e ->
                  List.of("clone", "clone3", "fork", "vfork").contains(e.type())
                      && parent.equals(e.field("proc.ppid"))
                      && "SUCCESS".equals(e.field("evt.res")));
      assertThat(born.fields()).containsEntry("proc.name", "sh").containsEntry("proc.pname", "sh");
      live.await(
          "the parent's side",
          e -> parent.equals(e.field("proc.pid")) && !e.type().equals("procexit"));
      Seen end =
          live.await(
              "the end", e -> parent.equals(e.field("proc.pid")) && e.type().equals("procexit"));
      assertThat(end.fields())
          .containsEntry("proc.name", "sh")
          .containsEntry("proc.pname", "java")
          .doesNotContainKey("evt.res");
    }
  }

  @Test
  void manyArgumentsAreCutAtFourThousandBytes() throws Exception {
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve")) {
      Process process = new ProcessBuilder("true", "x".repeat(3000), "y".repeat(3000)).start();
      assertThat(process.waitFor()).isZero();

      Seen exec =
          live.await(
              "exec of true",
              e ->
                  "true".equals(e.field("proc.name"))
                      && Long.toString(process.pid()).equals(e.field("proc.pid")));
      assertThat(exec.field("proc.cmdline"))
          .startsWith("true " + "x".repeat(3000) + " yyy")
          .hasSizeBetween(4000, 4096);
    }
  }

  @Test
  void theUserIsTheOneOfTheThread() throws Exception {
    Path setpriv = Needs.program("setpriv");
    Path file = Files.writeString(folder.resolve("f"), "");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      new ProcessBuilder(
              setpriv.toString(), "--reuid", "65534", "--clear-groups", "cat", file.toString())
          .start()
          .waitFor();
      new ProcessBuilder(
              setpriv.toString(), "--reuid", "54321", "--clear-groups", "cat", file.toString())
          .start()
          .waitFor();

      assertThat(
              live.await("open by nobody", e -> "65534".equals(e.field("user.uid")))
                  .field("user.name"))
          .isEqualTo("nobody");
      assertThat(
              live.await("open by an unknown user", e -> "54321".equals(e.field("user.uid")))
                  .field("user.name"))
          .isEqualTo("<NA>");
    }
  }

  private Path executable(String name, String content) throws Exception {
    Path file = Files.writeString(folder.resolve(name), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.EventTap.Told;
import io.eyrie.syscall.RecordingSink.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the events of processes and messages tell, word by word. */
final class RawArgumentLiveTest {

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void anExecTellsTheNewProgramAndItsProcess() throws Exception {
    Path shell = Needs.program("sh").toRealPath();
    try (EventTap tap = new EventTap("execve")) {
      ProcessBuilder builder = new ProcessBuilder(shell.toString(), "-c", ":", "zero");
      builder.environment().clear();
      builder.environment().put("COLOUR", "red");
      Process process = builder.start();
      assertThat(process.waitFor()).isZero();
      long pid = process.pid();
      long own = ProcessHandle.current().pid();

      Told exec =
          tap.await(
              "the exec",
              e -> e.tgid() == pid && shell.toString().equals(e.get("trusted_exepath")));
      assertThat(exec.parameters())
          .containsEntry("res", 0L)
          .containsEntry("exe", shell.toString())
          .containsEntry("args", "-c\0:\0zero\0")
          .containsEntry("tid", pid)
          .containsEntry("pid", pid)
          .containsEntry("ptid", own)
          .containsEntry("cwd", "")
          .containsEntry("comm", String.valueOf(shell.getFileName()))
          .containsEntry("env", "COLOUR=red\0")
          .containsEntry("uid", 0L)
          .containsEntry("gid", 0L)
          .containsEntry("filename", shell.toString())
          .containsEntry("exe_ino", Files.getAttribute(shell, "unix:ino"));
      assertThat((Long) exec.get("flags") & 1).as("root may write it").isOne();
      assertThat((String) exec.get("cgroups")).contains("memory=/");
      assertThat((Long) exec.get("vm_size")).isPositive();
      assertThat((Long) exec.get("fdlimit")).isPositive();
      assertThat((Long) exec.get("cap_effective")).isPositive();
    }
  }

  @Test
  void bothSidesOfACloneTellWhoMadeWhom() throws Exception {
    Path shell = Needs.program("sh");
    try (EventTap tap = new EventTap("clone", "clone3", "fork", "vfork")) {
      Process process = new ProcessBuilder(shell.toString(), "-c", "(exit 3); :").start();
      assertThat(process.waitFor()).isZero();
      long pid = process.pid();

      Told parent = tap.await("the parent's side", e -> e.tgid() == pid && result(e) > 0);
      long child = result(parent);
      assertThat(parent.parameters())
          .containsEntry("tid", pid)
          .containsEntry("pid", pid)
          .containsEntry("vtid", pid)
          .containsEntry("ptid", ProcessHandle.current().pid())
          .containsEntry("comm", "sh");
      Told born = tap.await("the child's side", e -> e.tgid() == child && result(e) == 0);
      assertThat(born.parameters())
          .containsEntry("tid", child)
          .containsEntry("pid", child)
          .containsEntry("ptid", pid)
          .containsEntry("vtid", child)
          .containsEntry("vpid", child)
          .containsEntry("uid", 0L)
          .containsEntry("flags", parent.get("flags"))
          .containsEntry("args", "-c\0(exit 3); :\0");
      assertThat((Long) born.get("pidns_init_start_ts")).isNotNegative();
    }
  }

  @Test
  void anEndTellsItsStatusAndItsSignal() throws Exception {
    Path shell = Needs.program("sh");
    try (EventTap tap = new EventTap("procexit")) {
      Process ended = new ProcessBuilder(shell.toString(), "-c", "exit 3").start();
      assertThat(ended.waitFor()).isEqualTo(3);
      assertThat(
              tap.await("its end", e -> e.name().equals("procexit") && e.tid() == ended.pid())
                  .parameters())
          .containsEntry("status", 3L << 8)
          .containsEntry("ret", 3L)
          .containsEntry("sig", 0L)
          .containsEntry("core", 0L);

      Process killed = new ProcessBuilder(shell.toString(), "-c", "kill -9 $$").start();
      assertThat(killed.waitFor()).isEqualTo(137);
      assertThat(
              tap.await("its end", e -> e.name().equals("procexit") && e.tid() == killed.pid())
                  .parameters())
          .containsEntry("status", 9L)
          .containsEntry("ret", 0L)
          .containsEntry("sig", 9L);
    }
  }

  @Test
  void aMessageTellsAllItsPartsAndWhereItGoes() throws Exception {
    try (EventTap tap = new EventTap("sendmsg")) {
      Process sender =
          python(
              """
              import socket
              receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              receiver.bind(("127.0.0.1", 0))
              sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
              sender.sendmsg([b"hello ", b"world"], [], 0, receiver.getsockname())
              """);
      Told sent =
          tap.await("the message", e -> e.name().equals("sendmsg") && e.tgid() == sender.pid());
      assertThat(sent.parameters())
          .containsEntry("res", 11L)
          .containsEntry("size", 11L)
          .containsEntry("data", "hello world");
      List<?> tuple = (List<?>) sent.get("tuple");
      assertThat(tuple.getFirst()).as("family").isEqualTo(2);
      assertThat(tuple.subList(7, 11)).as("where to").isEqualTo(List.of(127, 0, 0, 1));
    }
  }

  @Test
  void rulesReadThemAsNumbers() throws Exception {
    Path shell = Needs.program("sh");
    try (LiveSource live =
        new LiveSource(folder, Map.of())
            .watchingArguments(
                List.of(
                    "proc.pid",
                    "evt.rawarg[status]",
                    "evt.rawarg[ret]",
                    "evt.rawarg[pid]",
                    "evt.rawarg[comm]",
                    "evt.arg[ret]"),
                "procexit",
                "execve")) {
      Process process = new ProcessBuilder(shell.toString(), "-c", "exit 3").start();
      process.waitFor();
      String pid = Long.toString(process.pid());
      Seen end =
          live.await(
              "its end", e -> e.type().equals("procexit") && pid.equals(e.field("proc.pid")));
      assertThat(end.fields())
          .containsEntry("evt.rawarg[status]", "768")
          .containsEntry("evt.rawarg[ret]", "3");
      Seen exec =
          live.sink.seen.stream()
              .filter(e ->
                  e.type().equals("execve")
                      && pid.equals(e.field("proc.pid"))
                      && "sh".equals(e.field("evt.rawarg[comm]")))
              .findFirst()
              .orElseThrow();
      assertThat(exec.fields()).containsEntry("evt.rawarg[pid]", pid);
    }
  }

  private static long result(Told event) {
    return (Long) event.get("res");
  }

  private static Process python(String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(Needs.program("python3").toString(), "-c", script)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor()).isZero();
    return process;
  }
}

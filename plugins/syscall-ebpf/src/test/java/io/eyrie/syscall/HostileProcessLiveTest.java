// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes do that want to be taken for others, or to be too much. */
final class HostileProcessLiveTest {

  private static final long PRCTL = 157;
  private static final long PR_SET_NAME = 15;
  private static final long MKDIR = 83;
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void oneThatRenamesItselfKeepsTheNameOfItsProgram() throws Exception {
    byte[][] names = {
      "sshd\0".getBytes(StandardCharsets.US_ASCII),
      "\033[31m\n\r\t\007\0".getBytes(StandardCharsets.US_ASCII),
      {(byte) 0xff, (byte) 0xfe, (byte) 0xc3, '(', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 0},
      ") S 1 1 1 (x\0".getBytes(StandardCharsets.US_ASCII),
      {0},
    };
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("creat", "prctl")) {
      for (int i = 0; i < names.length; i++) {
        assertThat(trigger.call(PRCTL, PR_SET_NAME, names[i])).isZero();
        String path = folder + "/none/" + i;
        assertThat(trigger.call(Calls.CREAT, path, 0600)).isEqualTo(-2);
        Seen event = live.await("creat " + i, e -> path.equals(e.field("fs.path.name")));
        assertThat(event.fields())
            .containsEntry("proc.name", "java")
            .containsEntry("proc.pid", Long.toString(trigger.pid()))
            .containsEntry("proc.ppid", Long.toString(ProcessHandle.current().pid()));
      }
      assertThat(live.sink.malformed).isEmpty();
    }
  }

  @Test
  void oneThatDidSoBeforeEyrieCameIsReadRightly() throws Exception {
    Path shell = Needs.program("sh");
    List<String> names = List.of(") S 1 1 1 (x", "a\\\\b\n\033[1m", "\\377\\376\\303(");
    List<String> told = List.of(") S 1 1 1 (x", "a\\b\n\033[1m", "\ufffd\ufffd\ufffd(");
    List<Process> renamed = new ArrayList<>();
    try {
      for (String name : names) {
        Process process =
            new ProcessBuilder(
                    shell.toString(),
                    "-c",
                    "printf '%b' \"$0\" >/proc/$$/comm; echo; read x; : >>f; read x; :",
                    name)
                .directory(folder.toFile())
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEmpty();
        renamed.add(process);
      }
      try (LiveSource live =
          new LiveSource(folder, Map.of())
              .watching(
                  List.of("proc.pid", "proc.ppid", "proc.name", "proc.pname", "fd.name"),
                  "openat")) {
        for (int i = 0; i < names.size(); i++) {
          String pid = Long.toString(renamed.get(i).pid());
          line(renamed.get(i));
          Seen event =
              live.await(
                  "open by " + i,
                  e ->
                      pid.equals(e.field("proc.pid"))
                          && folder.resolve("f").toString().equals(e.field("fd.name")));
          assertThat(event.fields())
              .containsEntry("proc.name", told.get(i))
              .containsEntry("proc.ppid", Long.toString(ProcessHandle.current().pid()))
              .containsEntry("proc.pname", "java");
        }
      }
    } finally {
      for (Process process : renamed) {
        process.destroy();
      }
    }
  }

  @Test
  void theLongestPathsAreWholeAndLongerOnesAreCut() throws Exception {
    String longest = "/" + "x".repeat(200) + "/.".repeat(1900);
    longest += "y".repeat(4095 - longest.length());
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of())
                .watchingArguments(List.of("evt.arg[path]", "evt.res"), "mkdir")) {
      assertThat(trigger.call(MKDIR, longest, 0700)).isEqualTo(-2);
      String whole = longest;
      live.await(
          "the longest path",
          e -> e.type().equals("mkdir") && whole.equals(e.field("evt.arg[path]")));
      assertThat(trigger.call(MKDIR, longest + "z".repeat(5000), 0700)).isEqualTo(-36);
      Seen cut =
          live.await(
              "a longer one",
              e -> e.type().equals("mkdir") && "ENAMETOOLONG".equals(e.field("evt.res")));
      assertThat(cut.field("evt.arg[path]")).isEqualTo(whole);
    }
  }

  @Test
  void aDirectoryDeeperThanAnyPathIsMarkedWhereItIsCut() throws Exception {
    String name = "d".repeat(200);
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of()).watching(List.of("fd.name", "proc.cwd"), "openat")) {
      assertThat(trigger.call(Calls.CHDIR, folder.toString())).isZero();
      for (int depth = 0; depth < 30; depth++) {
        assertThat(trigger.call(MKDIR, name, 0700)).isZero();
        assertThat(trigger.call(Calls.CHDIR, name)).isZero();
      }
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, "here", 0102, 0600)).isNotNegative();
      Seen event =
          live.await("open", e -> String.valueOf(e.field("fd.name")).endsWith(name + "/here"));
      assertThat(event.field("fd.name")).startsWith("/.../d").hasSizeLessThan(4200);
      // Nobody could remove it by its path.
      for (int depth = 0; depth < 30; depth++) {
        trigger.call(87, "here");
        assertThat(trigger.call(Calls.CHDIR, "..")).isZero();
        assertThat(trigger.call(84, name)).isZero();
      }
    }
  }

  @Test
  void commandLinesOfTwoMegabytesAreCutWhetherTheyAreNewOrOld() throws Exception {
    Path shell = Needs.program("sh");
    List<String> command =
        new ArrayList<>(List.of(shell.toString(), "-c", "echo; read x; : >>f; :", "zero"));
    for (int i = 0; i < 15; i++) {
      command.add(("argument " + i + " ").repeat(13_000).substring(0, 130_000));
    }
    Process process = null;
    try {
      try (LiveSource live =
          new LiveSource(folder, Map.of())
              .watching(List.of("proc.pid", "proc.cmdline", "proc.name"), "execve")) {
        process = new ProcessBuilder(command).directory(folder.toFile()).start();
        String pid = Long.toString(process.pid());
        Seen exec =
            live.await(
                "the exec",
                e -> pid.equals(e.field("proc.pid")) && "sh".equals(e.field("proc.name")));
        assertThat(exec.field("proc.cmdline"))
            .startsWith("sh -c echo; read x; : >>f; : zero argument 0 ")
            .hasSizeBetween(4000, 4100);
      }
      String pid = Long.toString(process.pid());
      try (LiveSource live =
          new LiveSource(folder, Map.of())
              .watching(List.of("proc.pid", "proc.cmdline", "fd.name"), "openat")) {
        line(process);
        Seen open =
            live.await(
                "open",
                e ->
                    pid.equals(e.field("proc.pid"))
                        && folder.resolve("f").toString().equals(e.field("fd.name")));
        assertThat(open.field("proc.cmdline"))
            .startsWith("sh -c echo; read x; : >>f; : zero argument 0 ")
            .hasSizeBetween(4000, 4100);
      }
    } finally {
      if (process != null) {
        process.destroy();
      }
    }
  }

  @Test
  void aProcessThatGetsTheNumberOfAnotherIsNotTakenForIt() throws Exception {
    Path shell = Needs.program("sh");
    Path last = Path.of("/proc/sys/kernel/ns_last_pid");
    Needs.file(last, "a kernel with checkpoint and restore");
    Files.copy(Path.of("/bin/true").toRealPath(), folder.resolve("former"));
    Files.copy(Path.of("/bin/true").toRealPath(), folder.resolve("latter"));
    String script =
        """
        (exec 9<"$0"; exec ./former of-old) & pid=$!
        wait $pid
        for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
          echo $((pid - 1)) >/proc/sys/kernel/ns_last_pid || exit 2
          (exec 9>&-; exec ./latter) & again=$!
          wait $again
          if [ $again = $pid ]; then echo $pid; exit 0; fi
        done
        exit 1
        """;
    try (LiveSource live =
        new LiveSource(folder, Map.of()).watching("execve", "close", "procexit")) {
      Process process =
          new ProcessBuilder(shell.toString(), "-c", script, shell.toString())
              .directory(folder.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String pid = process.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(process.waitFor()).as("a pid was given twice").isZero();

      Seen former =
          live.await(
              "the former's end",
              e ->
                  e.type().equals("procexit")
                      && "former".equals(e.field("proc.name"))
                      && pid.equals(e.field("proc.pid")));
      Seen latter =
          live.await(
              "the latter's end",
              e ->
                  e.type().equals("procexit")
                      && "latter".equals(e.field("proc.name"))
                      && pid.equals(e.field("proc.pid")));
      assertThat(former.field("proc.cmdline")).isEqualTo("former of-old");
      assertThat(latter.fields())
          .containsEntry("proc.cmdline", "latter")
          .containsEntry("proc.exepath", folder.resolve("latter").toString())
          .containsEntry("proc.pname", "sh")
          .containsEntry("proc.ppid", Long.toString(process.pid()));
      assertThat(live.sink.seen)
          .filteredOn(e ->
              e.type().equals("close")
                  && pid.equals(e.field("proc.pid"))
                  && "9".equals(e.field("fd.num")))
          .as("what was open in the former is not open in the latter")
          .allMatch(e -> !"SUCCESS".equals(e.field("evt.res")) && "".equals(e.field("fd.name")));
    }
  }

  @Test
  void aStormOfProcessesIsForgottenInPartAndCounted() throws Exception {
    Path shell = Needs.program("sh");
    String storm =
        "mkfifo wait; i=0; while [ $i -lt 400 ]; do (: >>born; : <wait) & i=$((i+1)); done; echo;"
            + " read x; : >>last; kill 0";
    try (LiveSource live =
        new LiveSource(folder, Map.of("max_processes", "128"))
            .watching(List.of("proc.pid", "proc.name", "proc.ppid", "fd.name"), "openat")) {
      Process process =
          new ProcessBuilder("setsid", "-w", shell.toString(), "-c", storm)
              .directory(folder.toFile())
              .start();
      try {
        assertThat(process.inputReader(StandardCharsets.UTF_8).readLine()).isEmpty();
        String born = folder.resolve("born").toString();
        live.await(
            "all were born",
            _ ->
                live.sink.seen.stream()
                        .filter(e -> born.equals(e.field("fd.name")))
                        .map(e -> e.field("proc.pid"))
                        .distinct()
                        .count()
                    == 400);
        assertThat(live.sink.seen)
            .filteredOn(e -> born.equals(e.field("fd.name")))
            .allMatch(e -> "sh".equals(e.field("proc.name")));
        line(process);
        live.await(
            "the parent's open", e -> folder.resolve("last").toString().equals(e.field("fd.name")));
        live.drain();
        assertThat(live.context.metrics().reading("processes")).isLessThanOrEqualTo(128);
        assertThat(live.context.metrics().counted("processes_evicted")).isGreaterThan(200);
        assertThat(live.sink.malformed).isEmpty();
      } finally {
        process.destroy();
        process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void aStormOfDescriptorsIsNotKeptAndEachOpenIsJudgedAllTheSame() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    String script =
        """
        import os, socket, sys
        for i in range(900): os.open(sys.argv[1], os.O_RDONLY)
        os.open(sys.argv[2], os.O_RDONLY)
        client = socket.socket(socket.AF_UNIX)
        server = socket.socket(socket.AF_UNIX)
        server.bind(sys.argv[3])
        server.listen(1)
        client.connect(sys.argv[3])
        """;
    Path wanted = Files.writeString(folder.resolve("wanted"), "");
    try (LiveSource live =
        new LiveSource(folder, Map.of("max_descriptors", "500"))
            .watching(List.of("proc.pid", "fd.name", "fd.typechar"), "openat", "connect")) {
      Process process =
          new ProcessBuilder(
                  Needs.program("python3").toString(),
                  "-c",
                  script,
                  file.toString(),
                  wanted.toString(),
                  folder.resolve("s").toString())
              .inheritIO()
              .start();
      assertThat(process.waitFor()).isZero();
      live.await("the last open", e -> wanted.toString().equals(e.field("fd.name")));
      live.await(
          "the connect",
          e ->
              e.type().equals("connect")
                  && String.valueOf(e.field("fd.name")).endsWith(" " + folder.resolve("s")));
      live.drain();
      assertThat(live.sink.seen.stream().filter(e -> file.toString().equals(e.field("fd.name"))))
          .hasSize(900);
      assertThat(live.context.metrics().reading("descriptors")).isLessThanOrEqualTo(500);
      assertThat(live.context.metrics().counted("descriptors_refused")).isGreaterThan(400);
    }
  }

  private static void line(Process process) throws IOException {
    Writer writer = process.outputWriter(StandardCharsets.UTF_8);
    writer.write("\n");
    writer.flush();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real container, made by runc of a busybox. */
final class ContainerLiveTest {

  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void itsProcessesHaveItsIdAndPathsAndUsersAsTheySeeThem() throws Exception {
    Path runc = Needs.program("runc");
    Path busybox = Needs.program("busybox");
    Path bin = Files.createDirectories(folder.resolve("rootfs/bin"));
    Files.copy(busybox.toRealPath(), bin.resolve("busybox"));
    Path etc = Files.createDirectories(folder.resolve("rootfs/etc"));
    Files.writeString(etc.resolve("f"), "started\n");
    Files.writeString(etc.resolve("passwd"), "captain:x:0:0::/cabin:/bin/parrot\n");
    Files.writeString(etc.resolve("group"), "crew:x:0:captain\n");
    run(runc, "spec");
    Path spec = folder.resolve("config.json");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replaceFirst("\"sh\"", "\"/bin/busybox\", \"cat\", \"/etc/f\", \"-\""));
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve", "openat", "open")) {
      Process container = start(runc, "--root", folder.resolve("state").toString(), "run", ID);
      // It lives until its input ends: names are read while there is a process to read them of.
      if (container.inputReader().readLine() == null) {
        System.out.println("skipped: runc can't run containers here, exit " + container.waitFor());
        Assumptions.abort("runc can't run containers here");
      }

      Seen exec = live.await("exec in the container", e -> "busybox".equals(e.field("proc.name")));
      assertThat(exec.fields())
          .containsEntry("container.id", "0123456789ab")
          .containsEntry("user.uid", "0")
          .containsEntry("user.name", "captain")
          .containsEntry("user.homedir", "/cabin")
          .containsEntry("user.shell", "/bin/parrot")
          .containsEntry("group.name", "crew")
          .containsEntry("proc.cmdline", "busybox cat /etc/f -")
          .containsEntry("proc.exepath", "/bin/busybox");
      Seen open =
          live.await(
              "open in the container",
              e -> "/etc/f".equals(e.field("fd.name")) && "busybox".equals(e.field("proc.name")));
      assertThat(open.fields())
          .containsEntry("container.id", "0123456789ab")
          .containsEntry("user.name", "captain");
      container.outputWriter().close();
      assertThat(container.waitFor()).isZero();
    }
  }

  private int run(Path runc, String... arguments) throws Exception {
    return start(runc, arguments).waitFor();
  }

  private Process start(Path runc, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(runc.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("runc.log").toFile())
        .start();
  }
}

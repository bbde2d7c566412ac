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
  void itsProcessesHaveItsIdAndPathsAsTheySeeThem() throws Exception {
    Path runc = Needs.program("runc");
    Path busybox = Needs.program("busybox");
    Path bin = Files.createDirectories(folder.resolve("rootfs/bin"));
    Files.copy(busybox.toRealPath(), bin.resolve("busybox"));
    Files.writeString(Files.createDirectories(folder.resolve("rootfs/etc")).resolve("f"), "");
    run(runc, "spec");
    Path spec = folder.resolve("config.json");
    Files.writeString(
        spec,
        Files.readString(spec)
            .replace("\"terminal\": true", "\"terminal\": false")
            .replaceFirst("\"sh\"", "\"/bin/busybox\", \"cat\", \"/etc/f\""));
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("execve", "openat", "open")) {
      int result = run(runc, "--root", folder.resolve("state").toString(), "run", ID);
      if (result != 0) {
        System.out.println("skipped: runc can't run containers here, exit " + result);
        Assumptions.abort("runc can't run containers here");
      }

      Seen exec = live.await("exec in the container", e -> "busybox".equals(e.field("proc.name")));
      assertThat(exec.fields())
          .containsEntry("container.id", "0123456789ab")
          .containsEntry("proc.cmdline", "busybox cat /etc/f")
          .containsEntry("proc.exepath", "/bin/busybox");
      Seen open =
          live.await(
              "open in the container",
              e -> "/etc/f".equals(e.field("fd.name")) && "busybox".equals(e.field("proc.name")));
      assertThat(open.fields()).containsEntry("container.id", "0123456789ab");
    }
  }

  private int run(Path runc, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(runc.toString());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("runc.log").toFile())
        .start()
        .waitFor();
  }
}

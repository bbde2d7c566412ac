// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of real engines, watched by the real source: what the engine says becomes fields. */
final class EngineLiveTest {

  private static final String LOOP =
      "while :; do /bin/busybox cat /etc/f; /bin/busybox sleep 0.1; done";
  private static final String ID =
      "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  private static final long LIMIT_SECONDS = 60;

  @TempDir Path folder;

  private final List<Process> daemons = new ArrayList<>();

  @BeforeEach
  void needsKernelAndRootFileSystem() throws IOException {
    Needs.kernelPrograms();
    Path busybox = Needs.program("busybox");
    Path bin = Files.createDirectories(folder.resolve("rootfs/bin"));
    Files.copy(busybox.toRealPath(), bin.resolve("busybox"));
    Files.writeString(Files.createDirectories(folder.resolve("rootfs/etc")).resolve("f"), "");
  }

  @AfterEach
  void endDaemons() throws InterruptedException {
    for (Process daemon : daemons) {
      daemon.destroy();
      daemon.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void podmansContainerHasItsNameImageLabelsAndMounts() throws Exception {
    Path podman = Needs.program("podman");
    List<String> command =
        List.of(
            podman.toString(),
            "--root",
            folder.resolve("root").toString(),
            "--runroot",
            folder.resolve("run").toString(),
            "--storage-driver",
            "vfs",
            "--cgroup-manager",
            "cgroupfs",
            "--events-backend",
            "file",
            "--runtime",
            "runc");
    Path socket = folder.resolve("p.sock");
    daemon(socket, with(command, "system", "service", "--time", "0", "unix://" + socket));
    Path tar = folder.resolve("rootfs.tar");
    possible(List.of("tar", "-C", folder.resolve("rootfs").toString(), "-cf", tar.toString(), "."));
    possible(with(command, "import", tar.toString(), "eyrie/busybox:1.36"));
    try (LiveSource live = source("podman", socket)) {
      possible(
          with(
              command,
              "run",
              "-d",
              "--network",
              "none",
              "--ulimit",
              "nofile=1024:1024",
              "--ulimit",
              "nproc=1024:1024",
              "--label",
              "app=shop",
              "-v",
              "/srv:/data:ro",
              "--name",
              "jolly",
              "eyrie/busybox:1.36",
              "/bin/busybox",
              "sh",
              "-c",
              LOOP));
      Seen exec = live.await("exec with a name", e -> "jolly".equals(e.field("container.name")));
      assertThat(exec.fields())
          .containsEntry("container.type", "podman")
          .containsEntry("container.image", "localhost/eyrie/busybox:1.36")
          .containsEntry("container.image.repository", "localhost/eyrie/busybox")
          .containsEntry("container.image.tag", "1.36")
          .containsEntry("container.labels", "app:shop")
          .containsEntry("container.mounts", "/srv:/data::false:rprivate")
          .containsEntry("container.privileged", "0")
          .containsEntry("container.host_network", "0")
          .hasEntrySatisfying("container.id", id -> assertThat(id).hasSize(12));
      assertThat(live.sink.held).isNotEmpty();
      assertThat(live.sink.released).contains(live.sink.held.getFirst());
    } finally {
      run(with(command, "rm", "-f", "-t", "0", "jolly"));
    }
  }

  @Test
  void containerdsContainerHasItsLabelsAndMounts() throws Exception {
    Path containerd = Needs.program("containerd");
    Path ctr = Needs.program("ctr");
    Path socket = folder.resolve("c.sock");
    Path config = folder.resolve("config.toml");
    Files.writeString(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        [grpc]
          address = "%2$s"
        """
            .formatted(folder, socket));
    daemon(socket, List.of(containerd.toString(), "-c", config.toString()));
    List<String> command = List.of(ctr.toString(), "-a", socket.toString());
    try (LiveSource live = source("containerd", socket)) {
      possible(
          with(
              command,
              "run",
              "-d",
              "--rootfs",
              "--net-host",
              "--label",
              "app=shop",
              "--mount",
              "type=bind,src=/srv,dst=/data,options=rbind:ro",
              folder.resolve("rootfs").toString(),
              ID,
              "/bin/busybox",
              "sh",
              "-c",
              LOOP));
      Seen exec =
          live.await("exec with labels", e -> "app:shop".equals(e.field("container.labels")));
      assertThat(exec.fields())
          .containsEntry("container.id", ID.substring(0, 12))
          .containsEntry("container.full_id", ID)
          .containsEntry("container.type", "containerd")
          .containsEntry("container.host_network", "1")
          .containsEntry("container.host_pid", "0")
          .containsEntry("container.privileged", "0")
          .hasEntrySatisfying(
              "container.mounts", mounts -> assertThat(mounts).contains("/srv:/data::false:"));
    } finally {
      run(with(command, "task", "kill", "-s", "KILL", ID));
      run(with(command, "task", "rm", "-f", ID));
      run(with(command, "container", "rm", ID));
    }
  }

  private LiveSource source(String engine, Path socket) throws Exception {
    return new LiveSource(folder, Map.of("engines." + engine + ".sockets", socket.toString()))
        .watching("execve");
  }

  private void daemon(Path socket, List<String> command) throws Exception {
    daemons.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("daemon.log").toFile())
            .start());
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!Files.exists(socket)) {
      if (!daemons.getLast().isAlive() || System.nanoTime() - until >= 0) {
        skip(String.join(" ", command), Files.readString(folder.resolve("daemon.log")));
      }
      Thread.onSpinWait();
    }
  }

  private void possible(List<String> command) throws Exception {
    if (run(command) != 0) {
      skip(String.join(" ", command), Files.readString(folder.resolve("run.log")));
    }
  }

  private static void skip(String command, String said) {
    System.out.println("skipped: this can't be run here: " + command + ": " + said);
    Assumptions.abort(command);
  }

  private int run(List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("run.log").toFile())
            .start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      return -1;
    }
    return process.exitValue();
  }

  private static List<String> with(List<String> command, String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }
}

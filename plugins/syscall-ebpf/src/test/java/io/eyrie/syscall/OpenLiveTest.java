// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening files on the running kernel. */
final class OpenLiveTest {

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void aFileThatIsReadHasItsPathItsNumberItsProcessAndItsTime() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "text");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      Instant before = Instant.now();
      Process cat = new ProcessBuilder("cat", file.toString()).start();
      assertThat(cat.waitFor()).isZero();

      Seen event = opened(live, file.toString());

      assertThat(event.type()).isEqualTo("openat");
      assertThat(event.fields())
          .containsEntry("evt.res", "SUCCESS")
          .containsEntry("evt.is_open_read", "1")
          .containsEntry("evt.is_open_write", "0")
          .containsEntry("fd.num", "3")
          .containsEntry("fd.typechar", "f")
          .containsEntry("proc.name", "cat")
          .containsEntry("proc.cmdline", "cat " + file)
          .containsEntry("proc.exepath", Path.of("/bin/cat").toRealPath().toString())
          .containsEntry("proc.pid", Long.toString(cat.pid()))
          .containsEntry("proc.ppid", Long.toString(ProcessHandle.current().pid()))
          .containsEntry("proc.pname", "java")
          .containsEntry("user.uid", "0")
          .containsEntry("user.name", "root")
          .containsEntry("container.id", "host");
      Instant when = Instant.ofEpochSecond(0, event.timeNanos());
      assertThat(Duration.between(before, when))
          .isBetween(Duration.ofMillis(-100), Duration.ofSeconds(20));
    }
  }

  @Test
  void aFailedOpenHasTheNameOfItsErrorAndThePathThatWasAsked() throws Exception {
    String missing = folder.resolve("missing").toString();
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, missing, 0)).isEqualTo(-2);

      assertThat(opened(live, missing).fields())
          .containsEntry("evt.res", "ENOENT")
          .containsEntry("fd.num", "-1")
          .containsEntry("fd.typechar", "f")
          .containsEntry("proc.pid", Long.toString(trigger.pid()));
    }
  }

  @Test
  void everyCallOfTheFamilyIsAnEventOfItsOwn() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("open", "creat", "openat2")) {
      String made = folder.resolve("made").toString();
      assertThat(trigger.call(Calls.CREAT, made, 0600)).isNotNegative();
      assertThat(opened(live, made))
          .satisfies(event -> assertThat(event.type()).isEqualTo("creat"))
          // As the peers have it: asked of open, openat and openat2 only.
          .satisfies(event -> assertThat(event.field("evt.is_open_write")).isEqualTo("0"));

      String written = folder.resolve("written").toString();
      assertThat(trigger.call(Calls.OPEN, written, Calls.O_CREAT | Calls.O_WRONLY, 0600))
          .isNotNegative();
      assertThat(opened(live, written).fields())
          .containsEntry("evt.is_open_read", "0")
          .containsEntry("evt.is_open_write", "1");

      byte[] how =
          ByteBuffer.allocate(24).order(ByteOrder.nativeOrder()).putLong(Calls.O_RDWR).array();
      assertThat(trigger.call(Calls.OPENAT2, Calls.AT_FDCWD, made + "/../made", how, 24))
          .isEqualTo(-20);
      Seen openat2 = opened(live, made);
      assertThat(openat2.type()).isEqualTo("openat2");
      assertThat(openat2.fields())
          .containsEntry("evt.res", "ENOTDIR")
          .containsEntry("evt.is_open_read", "1")
          .containsEntry("evt.is_open_write", "1");
    }
  }

  @Test
  void relativePathsStartAtTheWorkingDirectoryOrTheGivenOne() throws Exception {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(inner.resolve("f"), "");
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      assertThat(trigger.call(Calls.CHDIR, folder.resolve("a").toString())).isZero();
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, "./b/../b/f", 0)).isNotNegative();
      opened(live, inner.resolve("f").toString());

      long directory =
          trigger.call(Calls.OPENAT, Calls.AT_FDCWD, inner.toString(), Calls.O_DIRECTORY);
      assertThat(opened(live, inner.toString()).field("fd.typechar")).isEqualTo("d");
      assertThat(trigger.call(Calls.OPENAT, directory, "../g", 0)).isEqualTo(-2);
      opened(live, folder.resolve("a/g").toString());

      assertThat(trigger.call(Calls.FCHDIR, directory)).isZero();
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, "h", 0)).isEqualTo(-2);
      opened(live, inner.resolve("h").toString());
    }
  }

  @Test
  void aPathThatTheCallerCantReadEitherIsMarkedAbsentAndTheEventIsKept() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, 1, 0)).isEqualTo(-14);

      assertThat(opened(live, "<NA>").fields())
          .containsEntry("evt.res", "EFAULT")
          .containsEntry("proc.pid", Long.toString(trigger.pid()));
    }
  }

  @Test
  void aPathLongerThanTheStashIsReadWhole() throws Exception {
    String path = folder + "/" + "x".repeat(200) + "/" + "y".repeat(200) + "/" + "z".repeat(2000);
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("openat")) {
      assertThat(trigger.call(Calls.OPENAT, Calls.AT_FDCWD, path, 0)).isNegative();

      opened(live, path);
    }
  }

  @Test
  void onlyDemandedEventsAreSeen() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("procexit")) {
      Process cat = new ProcessBuilder("cat", file.toString()).start();
      cat.waitFor();

      live.await("exit of cat", e -> Long.toString(cat.pid()).equals(e.field("proc.pid")));

      assertThat(live.sink.seen).allMatch(e -> e.type().equals("procexit"));
      assertThat(live.sink.seen)
          .noneMatch(e -> e.fields().containsKey("evt.res") || e.fields().containsKey("fd.name"));
    }
  }

  private static Seen opened(LiveSource live, String path) throws Exception {
    Seen event = live.await("open of " + path, e -> path.equals(e.field("fd.name")));
    live.sink.seen.clear();
    return event;
  }
}

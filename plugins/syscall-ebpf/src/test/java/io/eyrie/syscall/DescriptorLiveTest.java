// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Descriptors that are copied, inherited and closed on the running kernel. */
final class DescriptorLiveTest {

  private static final long F_DUPFD = 0;
  private static final long CLOSE_RANGE_CLOEXEC = 4;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void copiesHaveTheNameOfWhatTheyCopy() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live =
            new LiveSource(folder, Map.of()).watching("dup", "dup2", "dup3", "close")) {
      long fd = trigger.call(Calls.OPENAT, Calls.AT_FDCWD, file.toString(), 0);
      long copy = trigger.call(Calls.DUP, fd);
      assertThat(named(live, trigger, "dup", copy))
          .containsEntry("fd.name", file.toString())
          .containsEntry("fd.typechar", "f")
          .containsEntry("evt.res", "SUCCESS");

      assertThat(trigger.call(Calls.DUP2, copy, 200)).isEqualTo(200);
      assertThat(named(live, trigger, "dup2", 200)).containsEntry("fd.name", file.toString());
      assertThat(trigger.call(Calls.DUP3, 200, 201, 02000000)).isEqualTo(201);
      assertThat(named(live, trigger, "dup3", 201)).containsEntry("fd.name", file.toString());
      assertThat(trigger.call(Calls.FCNTL, 201, F_DUPFD, 300)).isEqualTo(300);
      assertThat(trigger.call(Calls.DUP, 999)).isEqualTo(-9);
      assertThat(named(live, trigger, "dup", 999))
          .containsEntry("evt.res", "EBADF")
          .containsEntry("fd.name", "");

      assertThat(trigger.call(Calls.CLOSE, 300)).isZero();
      assertThat(named(live, trigger, "close", 300)).containsEntry("fd.name", file.toString());
      assertThat(trigger.call(Calls.CLOSE, 300)).isEqualTo(-9);
      assertThat(named(live, trigger, "close", 300))
          .containsEntry("evt.res", "EBADF")
          .containsEntry("fd.name", "");
    }
  }

  @Test
  void whatWasOpenBeforeIsKnown() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    try (TriggerProcess trigger = new TriggerProcess()) {
      long fd = trigger.call(Calls.OPENAT, Calls.AT_FDCWD, file.toString(), 0);
      assertThat(trigger.call(Calls.DUP2, 0, 400)).isEqualTo(400);
      // Room for what a busy machine closes meanwhile: after a loss the tables are read again, and
      // what was closed by then is known no more.
      try (LiveSource live =
          new LiveSource(folder, Map.of("ring_size", "64MiB")).watching("close")) {
        assertThat(trigger.call(Calls.CLOSE, 400)).isZero();
        live.drain();
        assertThat(live.sink.losses).isEmpty();
        assertThat(named(live, trigger, "close", 400)).containsEntry("fd.typechar", "p");
        assertThat(trigger.call(Calls.CLOSE, fd)).isZero();
        assertThat(named(live, trigger, "close", fd))
            .containsEntry("fd.name", file.toString())
            .containsEntry("fd.typechar", "f");
      }
    }
  }

  @Test
  void pipesAndRangesAreFollowed() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "");
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("close")) {
      assertThat(trigger.call(Calls.PIPE2, new byte[8], 0)).isZero();
      int end = ByteBuffer.wrap(trigger.lastBuffer()).order(ByteOrder.nativeOrder()).getInt();
      assertThat(trigger.call(Calls.CLOSE, end)).isZero();
      assertThat(named(live, trigger, "close", end)).containsEntry("fd.typechar", "p");

      long fd = trigger.call(Calls.OPENAT, Calls.AT_FDCWD, file.toString(), 0);
      trigger.call(Calls.DUP2, fd, 500);
      trigger.call(Calls.DUP2, fd, 501);
      trigger.call(Calls.DUP2, fd, 502);
      assertThat(trigger.call(Calls.CLOSE_RANGE, 500, 501, 0)).isZero();
      assertThat(trigger.call(Calls.CLOSE_RANGE, 502, 502, CLOSE_RANGE_CLOEXEC)).isZero();
      assertThat(trigger.call(Calls.CLOSE, 501)).isEqualTo(-9);
      assertThat(named(live, trigger, "close", 501)).containsEntry("fd.name", "");
      assertThat(trigger.call(Calls.CLOSE, 502)).isZero();
      assertThat(named(live, trigger, "close", 502)).containsEntry("fd.name", file.toString());
    }
  }

  @Test
  void childrenInheritWhatIsNotClosedAtExec() throws Exception {
    Path shell = Needs.program("sh");
    Path kept = Files.writeString(folder.resolve("kept"), "");
    String script = "exec 7<" + kept + "; " + shell + " -c 'exec 7<&-'";
    try (LiveSource live = new LiveSource(folder, Map.of()).watching("close")) {
      Process parent = new ProcessBuilder(shell.toString(), "-c", script + "; true").start();
      assertThat(parent.waitFor()).isZero();

      Seen closed =
          live.await(
              "close in the child",
              e ->
                  kept.toString().equals(e.field("fd.name"))
                      && "7".equals(e.field("fd.num"))
                      && Long.toString(parent.pid()).equals(e.field("proc.ppid")));
      assertThat(closed.field("proc.cmdline")).endsWith("-c exec 7<&-");
    }
  }

  private static Map<String, String> named(
      LiveSource live, TriggerProcess trigger, String type, long fd) throws Exception {
    Seen event =
        live.await(
            type + " of " + fd,
            e ->
                e.type().equals(type)
                    && Long.toString(fd).equals(e.field("fd.num"))
                    && Long.toString(trigger.pid()).equals(e.field("proc.pid")));
    live.sink.seen.clear();
    return event.fields();
  }
}

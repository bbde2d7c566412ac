// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever changes a path while the kernel reads it does not change what is told of it. */
final class PathRaceLiveTest {

  private static final int ROUND = 50_000;
  private static final int ROUNDS = 10;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void anOpenHasTheNameOfWhatWasOpened() throws Exception {
    Map<String, String> names =
        Map.of(
            inode(Files.writeString(folder.resolve("a"), "")), folder.resolve("a").toString(),
            inode(Files.writeString(folder.resolve("b"), "")), folder.resolve("b").toString());
    try (LiveSource live =
        new LiveSource(folder, Map.of("ring_size", "64MiB"))
            .watching(List.of("fd.name", "fd.ino"), "openat")) {
      long opened = 0;
      long wrong = 0;
      for (int round = 0; round < ROUNDS && changed(live) == 0; round++) {
        race(live);
        for (Seen event : live.sink.seen) {
          String name = names.get(String.valueOf(event.field("fd.ino")));
          if (name != null) {
            opened++;
            wrong += name.equals(event.field("fd.name")) ? 0 : 1;
          }
        }
        live.sink.seen.clear();
      }
      assertThat(live.sink.losses).isEmpty();
      assertThat(opened).isGreaterThanOrEqualTo(ROUND);
      assertThat(changed(live)).as("paths that were changed in time").isPositive();
      // A letter that changes between both looks at it and back before the second can't be seen;
      // the Racer gives that no time unless it is halted by the scheduler just then.
      assertThat(wrong).isLessThan(changed(live) / 2 + 1);
    }
  }

  private void race(LiveSource live) throws Exception {
    Process racer =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Racer.class.getName(),
                folder.toString(),
                Integer.toString(ROUND))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(racer.waitFor()).isZero();
    live.drain();
    // What the counters of the kernel stand at is looked at once in 64 rounds.
    for (int i = 0; i < 64; i++) {
      live.poll();
    }
  }

  private static long changed(LiveSource live) {
    return live.context.metrics().counted("paths_changed");
  }

  private static String inode(Path file) throws Exception {
    return String.valueOf(Files.getAttribute(file, "unix:ino"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileWatchTest {

  private static final Duration INTERVAL = Duration.ofMillis(20);

  @TempDir Path folder;

  private final Semaphore calls = new Semaphore(0);

  @Test
  void aChangedFileIsTold() throws Exception {
    Path file = Files.writeString(folder.resolve("a.yaml"), "one");
    try (FileWatch _ = watch(file)) {
      Files.writeString(file, "other");
      awaitCall();
      Files.delete(file);
      awaitCall();
      Files.writeString(file, "again");
      awaitCall();
    }
  }

  @Test
  void aFileThatComesIntoAWatchedFolderIsTold() throws Exception {
    Path rules = folder.resolve("rules");
    try (FileWatch _ = watch(rules)) {
      Files.createDirectory(rules);
      awaitCall();
      Files.writeString(rules.resolve("b.yaml"), "");
      awaitCall();
    }
  }

  @Test
  void aLinkThatIsSwappedIsToldAlsoWhenTheSizeIsTheSame() throws Exception {
    Path first = Files.writeString(folder.resolve("first"), "1");
    Path second = Files.writeString(folder.resolve("second"), "2");
    Files.setLastModifiedTime(second, Files.getLastModifiedTime(first));
    Path link = Files.createSymbolicLink(folder.resolve("current"), first);
    try (FileWatch _ = watch(link)) {
      Path swap = Files.createSymbolicLink(folder.resolve("swap"), second);
      Files.move(swap, link, StandardCopyOption.ATOMIC_MOVE);
      awaitCall();
    }
  }

  @Test
  void aCallbackThatThrowsDoesNotEndTheWatch() throws Exception {
    Path file = Files.writeString(folder.resolve("a.yaml"), "one");
    try (FileWatch _ =
        FileWatch.start(
            "test-watch",
            () -> List.of(file),
            INTERVAL,
            () -> {
              calls.release();
              throw new IllegalStateException("told to fail");
            })) {
      Files.writeString(file, "other");
      awaitCall();
      Files.writeString(file, "third one");
      awaitCall();
    }
  }

  @Test
  void nothingIsToldOnceItIsClosed() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "one");
    watch(file).close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("test-watch") && thread.isAlive());
  }

  private FileWatch watch(Path path) {
    return FileWatch.start("test-watch", () -> List.of(path), INTERVAL, calls::release);
  }

  private void awaitCall() throws InterruptedException {
    assertThat(calls.tryAcquire(30, TimeUnit.SECONDS)).as("told of the change").isTrue();
  }
}

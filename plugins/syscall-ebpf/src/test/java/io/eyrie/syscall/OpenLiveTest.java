// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.event.EventType;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void aFileThatIsReadHasItsPathItsNumberAndItsProcess() throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), "text");
    try (LiveSource live = new LiveSource(folder, Map.of()).watching(EventType.OPENAT)) {
      Process cat = new ProcessBuilder("cat", file.toString()).start();
      assertThat(cat.waitFor()).isZero();
      var event = live.await("open of " + file, e -> file.toString().equals(e.field("fd.name")));
      System.out.println(event);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.kernel.RootFolder.RegularFile;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that stands in the folder leads out of it, waits or is opened but for regular files. */
@Timeout(30)
class RootFolderTest {

  private static final int MOST = 1024;

  @TempDir Path folder;
  private Path root = Path.of("");

  @BeforeEach
  void aRootBesideASecret() throws Exception {
    root = folder.resolve("root");
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(folder.resolve("secret"), "secret");
  }

  private @Nullable String read(String path) {
    return read(root, path);
  }

  /** The beginning of a file; null when there is none to be read. */
  private static @Nullable String read(Path root, String path) {
    try (RootFolder held = RootFolder.open(root)) {
      if (held == null) {
        return null;
      }
      try (RegularFile file = held.file(path)) {
        return file == null ? null : new String(file.read(MOST), UTF_8);
      }
    }
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).start().waitFor();
  }

  @Test
  void aFileIsRead() throws Exception {
    Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/root:/bin/sh\n");
    assertThat(read("etc/passwd")).isEqualTo("root:x:0:0::/root:/bin/sh\n");
    assertThat(read("etc/group")).isNull();
    assertThat(read(folder.resolve("nowhere"), "etc/passwd")).isNull();
  }

  @Test
  void linksBeginAndEndInTheRoot() throws Exception {
    Files.createDirectories(root.resolve("usr/share"));
    Files.writeString(root.resolve("usr/share/passwd"), "inside");
    Files.createSymbolicLink(root.resolve("etc/passwd"), Path.of("/usr/share/passwd"));
    Files.createSymbolicLink(root.resolve("etc/group"), Path.of("../../../../usr/share/passwd"));
    assertThat(read("etc/passwd")).isEqualTo("inside");
    assertThat(read("etc/group")).isEqualTo("inside");
  }

  @Test
  void noLinkLeadsOut() throws Exception {
    Files.createSymbolicLink(root.resolve("etc/absolute"), folder.resolve("secret"));
    Files.createSymbolicLink(root.resolve("etc/relative"), Path.of("../../secret"));
    Files.createSymbolicLink(root.resolve("out"), folder);
    Files.createSymbolicLink(root.resolve("circle"), Path.of("circle"));
    assertThat(read("etc/absolute")).isNull();
    assertThat(read("etc/relative")).isNull();
    assertThat(read("out/secret")).isNull();
    assertThat(read("../secret")).isNull();
    assertThat(read("circle")).isNull();
  }

  @Test
  void theLinksOfProcThatLeadElsewhereAreNotFollowed() {
    assertThat(read(Path.of("/proc/self"), "exe")).isNull();
    assertThat(read(Path.of("/proc/self"), "root/etc/passwd")).isNull();
  }

  @Test
  void whatTheKernelMakesUpIsNotRead() {
    assertThat(read(Path.of("/proc/self"), "status")).isEmpty();
  }

  @Test
  void aFifoIsNotWaitedFor() throws Exception {
    assertThat(run("mkfifo", root.resolve("etc/passwd").toString())).isZero();
    assertThat(read("etc/passwd")).isNull();
  }

  @Test
  void aDeviceIsNotOpened() throws Exception {
    if (run("mknod", root.resolve("etc/passwd").toString(), "c", "1", "5") != 0) {
      System.out.println("skipped: no right to make devices");
      Assumptions.abort("no right to make devices");
    }
    assertThat(read("etc/passwd")).isNull();
  }

  @Test
  void aFolderIsNoFile() {
    assertThat(read("etc")).isNull();
  }

  @Test
  void ofAHugeFileTheBeginningIsRead() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(root.resolve("etc/passwd").toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertThat(read("etc/passwd")).hasSize(MOST);
  }

  @Test
  void theFolderStaysTheSameWhenItsPathIsAnothers() throws Exception {
    Files.writeString(root.resolve("etc/passwd"), "first");
    try (RootFolder held = Objects.requireNonNull(RootFolder.open(root))) {
      Files.move(root, folder.resolve("moved"));
      Files.createDirectories(root.resolve("etc"));
      Files.writeString(root.resolve("etc/passwd"), "second");
      assertThat(held.is(folder.resolve("moved"))).isTrue();
      assertThat(held.is(root)).isFalse();
      try (RegularFile file = Objects.requireNonNull(held.file("etc/passwd"))) {
        assertThat(new String(file.read(MOST), UTF_8)).isEqualTo("first");
      }
    }
  }
}

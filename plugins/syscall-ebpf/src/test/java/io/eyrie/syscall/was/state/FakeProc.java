// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A {@code /proc} made of plain files. */
final class FakeProc {

  private final Path root;

  FakeProc(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  Path process(int pid, String comm, String cmdline, String exe, String cwd) throws IOException {
    Path process = Files.createDirectories(root.resolve(Integer.toString(pid)));
    Files.writeString(process.resolve("comm"), comm + "\n");
    Files.writeString(process.resolve("cmdline"), cmdline);
    Files.writeString(process.resolve("cgroup"), "0::/init.scope\n");
    link(process.resolve("exe"), exe);
    link(process.resolve("cwd"), cwd);
    Files.createDirectories(process.resolve("fd"));
    Files.createDirectories(process.resolve("fdinfo"));
    Files.createDirectories(process.resolve("net"));
    return process;
  }

  void descriptor(int pid, int fd, String target) throws IOException {
    link(root.resolve(pid + "/fd/" + fd), target);
    Files.writeString(root.resolve(pid + "/fdinfo/" + fd), "pos:\t0\nflags:\t0100002\n");
  }

  private static void link(Path link, String target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of(target));
  }
}

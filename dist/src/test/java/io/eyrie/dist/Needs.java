// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine; a test that lacks it is skipped and says why. */
final class Needs {

  private Needs() {}

  /** The rights of root. */
  static void root() {
    if (!"root".equals(System.getProperty("user.name"))) {
      skip("needs root");
    }
  }

  /** Root, type information of the kernel and libbpf. */
  static void systemCalls() throws IOException {
    root();
    if (!Files.isReadable(Path.of("/sys/kernel/btf/vmlinux"))) {
      skip("needs a kernel with type information (/sys/kernel/btf/vmlinux)");
    }
    if (!libbpf()) {
      skip("needs libbpf.so.1: scripts/install-test-deps installs it");
    }
  }

  /** Root, and a program that changes to another user. */
  static void otherUser() {
    root();
    if (!Files.isExecutable(Path.of("/usr/bin/setpriv"))) {
      skip("needs setpriv (util-linux)");
    }
  }

  /** A small file system in memory on this folder; skips where mounting is not allowed. */
  static void smallFileSystem(Path folder, String size) throws IOException, InterruptedException {
    root();
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!mount.waitFor(30, TimeUnit.SECONDS) || mount.exitValue() != 0) {
      skip("needs the right to mount a tmpfs");
    }
  }

  private static boolean libbpf() throws IOException {
    for (String place :
        new String[] {"/usr/lib", "/usr/lib64", "/lib", "/lib64", "/usr/local/lib"}) {
      Path folder = Path.of(place);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
          if (files.anyMatch(file -> file.getFileName().toString().equals("libbpf.so.1"))) {
            return true;
          }
        } catch (UncheckedIOException _) {
          // A folder below that may not be read: it is not the one.
        }
      }
    }
    return false;
  }

  /** A program on the path. */
  static Path program(String name) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(part -> Path.of(part, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      skip("needs " + name + ": scripts/install-test-deps installs it");
    }
    return found.orElseThrow();
  }

  private static void skip(String reason) {
    System.out.println("skipped: " + reason);
    Assumptions.abort(reason);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.api.error.PluginException;
import io.eyrie.syscall.kernel.KernelProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What tests need of the machine; a test that lacks it is skipped and says why. */
final class Needs {

  private Needs() {}

  /** The right to load kernel programs, type information and libbpf. */
  static void kernelPrograms() {
    try {
      KernelProgram.load(1 << 16, 16, ProcessHandle.current().pid(), Path.of("/tmp")).close();
    } catch (PluginException e) {
      skip(String.valueOf(e.getMessage()));
    }
  }

  /** A program on the path. */
  static Path program(String name) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      skip(name + " is not installed: scripts/install-test-deps installs it");
    }
    return found.orElseThrow();
  }

  /** A file that some package brings. */
  static void file(Path file, String from) {
    if (!Files.exists(file)) {
      skip(file + " is missing: scripts/install-test-deps installs " + from);
    }
  }

  private static void skip(String reason) {
    System.out.println("skipped: " + reason);
    Assumptions.abort(reason);
  }
}

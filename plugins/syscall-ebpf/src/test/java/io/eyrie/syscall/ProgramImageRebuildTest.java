// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed kernel program is what its committed source gives. */
final class ProgramImageRebuildTest {

  private static final List<String> OBJECTS =
      List.of(
          "eyrie_syscall.x86_64.bpf.o",
          "eyrie_syscall.casts.x86_64.bpf.o",
          "eyrie_tables.x86_64.bpf.o");

  @TempDir Path folder;

  @Test
  void anotherBuildGivesTheSameBytes() throws Exception {
    Needs.program("clang-14");
    Needs.program("llvm-strip-14");
    Needs.file(Path.of("/usr/include/bpf/bpf_helpers.h"), "libbpf-dev");
    Path module = Path.of("").toAbsolutePath();
    Process build =
        new ProcessBuilder(module.resolve("scripts/build-bpf").toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(build.waitFor()).as(said).isZero();

    Path committed = module.resolve("src/main/resources/io/eyrie/syscall/kernel");
    for (String object : OBJECTS) {
      for (String name : List.of(object, object + ".sha256")) {
        assertThat(Files.readAllBytes(folder.resolve(name)))
            .as(name + ": run plugins/syscall-ebpf/scripts/build-bpf and commit what it writes")
            .isEqualTo(Files.readAllBytes(committed.resolve(name)));
      }
    }
  }
}

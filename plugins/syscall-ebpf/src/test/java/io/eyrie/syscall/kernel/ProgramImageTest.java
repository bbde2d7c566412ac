// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.error.PluginException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which form of the program a kernel is given, and that this one takes both. */
final class ProgramImageTest {

  @TempDir Path logs;

  @ParameterizedTest
  @CsvSource({"5.11.0, 1", "6.1.0-18-amd64, 1", "6.2.0, 2", "6.18.44, 2", "7.0-rc1, 2"})
  void kernelsFrom62OnAreOfferedTheFasterFormFirst(String release, int forms) {
    Requirements system = new Requirements("Linux", "amd64", release, true, -1L, "");
    assertThat(ProgramImage.of(system)).hasSize(forms).endsWith(ProgramImage.HELPED);
  }

  @ParameterizedTest
  @EnumSource
  void thisKernelTakesEachForm(ProgramImage image) throws Exception {
    Requirements system = Requirements.ofThisSystem();
    try {
      system.check();
    } catch (PluginException e) {
      Assumptions.abort(String.valueOf(e.getMessage()));
    }
    Assumptions.assumeTrue(
        ProgramImage.of(system).contains(image), system.release() + " is too old for " + image);
    try (KernelProgram program =
        KernelProgram.load(
            1 << 16, 16, ProcessHandle.current().pid(), logs, system, List.of(image))) {
      assertThat(program.weaknesses()).isEqualTo(system.weaknesses());
    }
  }
}

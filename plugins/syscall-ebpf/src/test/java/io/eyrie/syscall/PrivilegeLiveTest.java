// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.MemorySourceContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities, not root: what is missing is named, and what suffices suffices. */
final class PrivilegeLiveTest {

  @TempDir Path folder;

  /** Opens the source in a process of its own and prints how that went. */
  static final class Opener {
    private Opener() {}

    /** Opens with the folder given. */
    public static void main(String[] arguments) throws Exception {
      try {
        MemorySourceContext context = MemorySourceContext.in(Path.of(arguments[0]));
        new SyscallProvider().open(Config.of(SyscallSettings.SCHEMA, Map.of()), context).close();
        System.out.println("opened " + context.health().problem().orElse("healthy"));
      } catch (PluginException e) {
        System.out.println(e.kind() + " " + e.code() + " " + e.getMessage());
      }
    }
  }

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void withoutCapabilitiesEachMissingOneIsNamedWithItsRemedy() throws Exception {
    assertThat(openWith("-all"))
        .startsWith(
            "USER syscall.capability missing CAP_BPF (to load the kernel program) and CAP_PERFMON (to"
                + " attach the kernel program). ")
        .contains("AmbientCapabilities=CAP_BPF CAP_PERFMON");
  }

  @Test
  void oneMissingIsTheOnlyOneNamed() throws Exception {
    assertThat(openWith("-all,+bpf"))
        .contains("missing CAP_PERFMON")
        .doesNotContain("CAP_BPF (to load");
  }

  @Test
  void fourCapabilitiesSufficeAndRootIsNotNeeded() throws Exception {
    assertThat(openWith("-all,+bpf,+perfmon,+dac_read_search,+sys_ptrace"))
        .isEqualTo("opened healthy\n");
  }

  @Test
  void withTwoItRunsAndSaysWhatIsPoorer() throws Exception {
    assertThat(openWith("-all,+bpf,+perfmon"))
        .startsWith("opened without CAP_DAC_READ_SEARCH")
        .contains("CAP_SYS_PTRACE");
  }

  private String openWith(String capabilities) throws Exception {
    Path setpriv = Needs.program("setpriv");
    List<String> command =
        new ArrayList<>(List.of(setpriv.toString(), "--bounding-set", capabilities));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Opener.class.getName(),
            folder.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}

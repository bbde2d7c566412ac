// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Source;
import io.eyrie.testkit.MemorySourceContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  /** Opens the source twice and prints what the threads of the process may do after each. */
  static final class Reopener {
    private Reopener() {}

    /** Opens with the folder and the choice given. */
    public static void main(String[] arguments) throws Exception {
      Thread.ofPlatform().daemon().start(LockSupport::park);
      for (int i = 0; i < 2; i++) {
        try {
          MemorySourceContext context = MemorySourceContext.in(Path.of(arguments[0]));
          Source source =
              new SyscallProvider()
                  .open(
                      Config.of(SyscallSettings.SCHEMA, Map.of("capabilities", arguments[1])),
                      context);
          Thread.ofPlatform().daemon().start(LockSupport::park);
          System.out.println("opened, all threads: " + String.join(" and ", threads()));
          source.close();
        } catch (PluginException e) {
          System.out.println(String.valueOf(e.getMessage()).split("[.(]", 2)[0]);
        }
      }
    }

    /** The sets that threads have, each once. */
    private static Set<String> threads() throws IOException {
      Set<String> sets = new TreeSet<>();
      try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
        for (Path thread : threads.toList()) {
          sets.add(
              Files.readAllLines(thread.resolve("status")).stream()
                  .filter(line -> line.matches("Cap(Inh|Prm|Eff|Amb):.*"))
                  .map(line -> line.replaceFirst("Cap(...):\\s+0*(\\w+)", "$1 $2"))
                  .collect(Collectors.joining(" ")));
        }
      }
      return sets;
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

  @Test
  void allThreadsPutDownWhatOnlyLoadingNeedsAndTakeItUpToLoadAgain() throws Exception {
    String threads = "opened, all threads: Inh 0 Prm c000080004 Eff 80004 Amb 0\n";
    assertThat(asNobody("lower")).isEqualTo(threads + threads);
  }

  @Test
  void whatIsGivenUpIsGoneForGood() throws Exception {
    assertThat(asNobody("drop"))
        .isEqualTo(
            """
            opened, all threads: Inh 0 Prm 80004 Eff 80004 Amb 0
            missing CAP_BPF\s
            """);
  }

  @Test
  void whatIsKeptStaysInUse() throws Exception {
    String threads =
        "opened, all threads: Inh c000080004 Prm c000080004 Eff c000080004 Amb c000080004\n";
    assertThat(asNobody("keep")).isEqualTo(threads + threads);
  }

  @Test
  void rootGivesUpWhatEyrieNeverNeeds() throws Exception {
    String said = run(List.of(), Reopener.class, folder.toString(), "lower");
    // Of files, users, kill, low ports, and the four.
    assertThat(said).contains("Eff 804ff ").contains("Prm c0000804ff ");
    assertThat(said.lines()).hasSize(2);
    assertThat(said).doesNotContain(" and ");
  }

  /** Runs as a user that owns nothing and has the four capabilities. */
  private String asNobody(String choice) throws Exception {
    String four = "-all,+bpf,+perfmon,+dac_read_search,+sys_ptrace";
    return run(
        List.of(
            Needs.program("setpriv").toString(),
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--no-new-privs",
            "--inh-caps=" + four,
            "--ambient-caps=" + four,
            "--bounding-set=" + four),
        Reopener.class,
        folder.toString(),
        choice);
  }

  private String openWith(String capabilities) throws Exception {
    return run(
        List.of(Needs.program("setpriv").toString(), "--bounding-set", capabilities),
        Opener.class,
        folder.toString());
  }

  private static String run(List<String> before, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}

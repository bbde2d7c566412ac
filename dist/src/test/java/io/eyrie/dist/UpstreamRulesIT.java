// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.eyrie.alerts.v1.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The rules that Falco's users have, live: they raise what they are for. */
@Tag("conformance")
@Isolated("watches the live kernel")
final class UpstreamRulesIT {

  /** What the triggers do that these rules look for on a host. */
  private static final Set<String> EXPECTED =
      Set.of(
          "Read sensitive file untrusted",
          "Create Symlink Over Sensitive Files",
          "Create Hardlink Over Sensitive Files",
          "Clear Log Activities",
          "Remove Bulk Data from Disk",
          "Search Private Keys or Passwords",
          "Find AWS Credentials",
          "Execution from /dev/shm",
          "Fileless execution via memfd_create",
          "PTRACE anti-debug attempt",
          "PTRACE attached to process",
          "Run shell untrusted");

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  @Test
  void raiseWhatTheyAreForWhenItIsDone() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    assumeFalse(shared.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    Needs.systemCalls();
    Path triggers = Files.createDirectory(folder.resolve("triggers"));
    prepare(triggers, Path.of(shared, "bench"));
    Site site =
        Site.in(folder)
            .rules(Files.readString(Path.of(shared, "data/rules-upstream/falco_rules.yaml")))
            .configure("rule_matching: all\nsources:\n  - plugin: syscall-ebpf\n");
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      call(triggers, "./triggers.sh");
      Await.within(PATIENCE, () -> raised(subscriber).containsAll(EXPECTED));
      assertThat(raised(subscriber)).as("the host said: %s", host.err()).containsAll(EXPECTED);
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void areValidByTheExportedCatalogueAlone() throws Exception {
    String shared = System.getProperty("eyrie.shared", "");
    assumeFalse(shared.isEmpty(), "no shared data: run with -Pconformance -Dshared=FOLDER");
    Path none = Files.createDirectory(folder.resolve("plugins"));
    Eyrie.Run run =
        Eyrie.command(
                "validate",
                "--plugins-dir",
                none.toString(),
                shared + "/data/rules-upstream/falco_rules.yaml")
            .run();
    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("falco_rules.yaml: Ok");
    assertThat(run.err()).contains("syscall (catalogue ");
  }

  private static Set<String> raised(Subscriber subscriber) {
    return subscriber.alerts().stream()
        .map(Alert::getRule)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Puts the triggers there, with the programs that they run, which are compiled. */
  private static void prepare(Path own, Path bench) throws IOException, InterruptedException {
    for (String program : List.of("ptr", "spawn")) {
      call(own, "cc", "-O2", "-o", program, bench.resolve(program + ".c").toString());
    }
    Path script = Files.copy(bench.resolve("triggers.sh"), own.resolve("triggers.sh"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  private static void call(Path in, String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + List.of(command));
    }
  }
}

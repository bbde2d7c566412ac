// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The packaged host as a user with four capabilities, and what its threads keep of them. */
@Isolated("watches the live kernel")
final class LeastPrivilegeIT {

  private static final String FOUR = "+bpf,+perfmon,+dac_read_search,+sys_ptrace";
  private static final String RULE = "Marked open";

  @TempDir Path folder;

  private Path marked = Path.of("");
  private @Nullable Site made;

  @BeforeEach
  void needsKernel() throws IOException {
    Needs.systemCalls();
    Needs.otherUser();
    marked = Files.writeString(folder.resolve("marked"), "");
  }

  @Test
  void fourCapabilitiesDoAndTwoAreInUseAlsoAfterTheSourceWasStartedAnew() throws Exception {
    Site site = site("8MiB", "lower");
    try (HostProcess host = HostProcess.startAsNobodyWith(FOUR, site);
        Subscriber subscriber = Subscriber.of(site)) {
      assertThat(threads(host)).containsExactly("Inh 0 Prm c000080004 Eff 80004 Amb 0");
      assertThat(host.err())
          .contains("threads have put down the capabilities to load programs into the kernel")
          .contains("in use: CAP_DAC_READ_SEARCH CAP_SYS_PTRACE; put by for the next load:")
          .doesNotContain("could not be changed");
      judges(host, subscriber, 1);

      site("4MiB", "lower");
      assertThat(host.admin().reload().problems()).isEmpty();
      host.awaitRunning();
      judges(host, subscriber, 2);
      assertThat(threads(host)).containsExactly("Inh 0 Prm c000080004 Eff 80004 Amb 0");
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  @Test
  void whatIsDroppedIsGone() throws Exception {
    Site site = site("8MiB", "drop");
    try (HostProcess host = HostProcess.startAsNobodyWith(FOUR, site);
        Subscriber subscriber = Subscriber.of(site)) {
      assertThat(threads(host)).containsExactly("Inh 0 Prm 80004 Eff 80004 Amb 0");
      judges(host, subscriber, 1);
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private Site site(String ring, String capabilities) throws IOException, InterruptedException {
    Site site =
        (made == null ? Site.in(folder) : made)
            .rules(
                """
                - rule: %s
                  desc: The marked file is opened.
                  source: syscall
                  condition: evt.type in (open, openat, openat2) and fd.name = '%s' and proc.name = cat
                  output: opened %%fd.name by %%proc.exepath
                  priority: NOTICE
                """
                    .formatted(RULE, marked))
            .configure(
                """
                sources:
                  - plugin: syscall-ebpf
                    config: {ring_size: %s, capabilities: %s}
                """
                    .formatted(ring, capabilities));
    made = site;
    int changed =
        new ProcessBuilder("chown", "-R", Integer.toString(Eyrie.NOBODY), folder.toString())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(changed).isZero();
    return site;
  }

  /** Opens the file until it was judged once more. */
  private void judges(HostProcess host, Subscriber subscriber, int times) throws Exception {
    host.await(
        "an open is judged",
        () -> {
          assertThat(new ProcessBuilder("cat", marked.toString()).start().waitFor()).isZero();
          return subscriber.alerts(RULE).size() >= times;
        });
  }

  /** The sets of capabilities that the host's threads have, each once. */
  private static Set<String> threads(HostProcess host) throws IOException {
    Set<String> sets = new TreeSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(host.pid()), "task"))) {
      for (Path thread : threads.toList()) {
        try {
          sets.add(
              Files.readAllLines(thread.resolve("status")).stream()
                  .filter(line -> line.matches("Cap(Inh|Prm|Eff|Amb):.*"))
                  .map(line -> line.replaceFirst("Cap(...):\\s+0*(\\w+)", "$1 $2"))
                  .collect(Collectors.joining(" ")));
        } catch (IOException _) {
          // A thread that has ended since.
        }
      }
    }
    return sets;
  }
}

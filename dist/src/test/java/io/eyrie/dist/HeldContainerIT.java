// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** A real container is over before its engine tells its name, and the alert has it all the same. */
@Isolated("watches the live kernel")
final class HeldContainerIT {

  private static final String UNKNOWN = "0".repeat(63) + "1";

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() throws IOException {
    Needs.systemCalls();
  }

  @Test
  void eventsWaitForTheEngineAndGoOnWithoutItWhenItDoesNotAnswer() throws Exception {
    BusyboxContainer container = BusyboxContainer.in(folder);
    Path socket = folder.resolve("engine.sock");
    Site site =
        Site.in(folder)
            .rules(
                """
                - rule: Named
                  desc: A container of that name reads its script.
                  source: syscall
                  condition: evt.type in (open, openat, openat2) and fd.name = /script.sh and container.name = jolly
                  output: >-
                    read by %proc.name in %container.name of %container.image.repository:%container.image.tag
                    id %container.id
                  priority: NOTICE

                - rule: Any
                  desc: Any container reads its script.
                  source: syscall
                  condition: evt.type in (open, openat, openat2) and fd.name = /script.sh and not container.id = host
                  output: read by %proc.name in %container.name id %container.id
                  priority: NOTICE
                """)
            .configure(
                """
                rule_matching: all
                sources:
                  - plugin: syscall-ebpf
                    config:
                      engines:
                        docker: {sockets: ['%s']}
                        podman: {enabled: false}
                        cri: {enabled: false}
                        containerd: {enabled: false}
                """
                    .formatted(socket));
    try (SlowEngine engine =
            new SlowEngine(socket, BusyboxContainer.ID, "jolly", "example/shop:1.2");
        HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site)) {
      String said = container.run(UNKNOWN, "true");
      host.await(
          () -> "one that the engine does not tell of is judged too; it said: " + said,
          () -> !subscriber.alerts("Any").isEmpty());
      assertThat(subscriber.alerts("Any"))
          .extracting(Alert::getMessage)
          .allSatisfy(message ->
              assertThat(message).startsWith("read by sh in").endsWith("id 000000000000"));
      assertThat(subscriber.alerts("Named")).isEmpty();

      String saidNext = container.run("true");
      host.await(
          () -> "the container is told by its name; it said: " + saidNext,
          () -> !subscriber.alerts("Named").isEmpty() && !known(subscriber).isEmpty());
      assertThat(subscriber.alerts("Named"))
          .extracting(Alert::getMessage)
          .containsOnly("read by sh in jolly of example/shop:1.2 id fedcba987654");
      assertThat(known(subscriber)).containsOnly("read by sh in jolly id fedcba987654");
      assertThat(engine.asked()).contains("/containers/" + BusyboxContainer.ID + "/json");
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  private static List<String> known(Subscriber subscriber) {
    return subscriber.alerts("Any").stream()
        .map(Alert::getMessage)
        .filter(message -> message.endsWith(" id fedcba987654"))
        .toList();
  }
}

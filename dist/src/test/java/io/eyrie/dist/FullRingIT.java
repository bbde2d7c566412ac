// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.alerts.v1.Alert;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Opens while the host can't keep up: what it judged and what it says it lost is all there was. */
@Isolated("watches the live kernel")
final class FullRingIT {

  private static final String RULE = "Numbered open";

  /** More than the ring has room for. */
  private static final int FLOOD = 1_000;

  /** Other programs open files too, and theirs are lost and counted among these: once is enough. */
  private static final int TRIES = 30;

  @TempDir Path folder;

  private Path files;
  private int written;

  @BeforeEach
  void needsKernel() throws IOException {
    Needs.systemCalls();
    files = Files.createDirectory(folder.resolve("files"));
  }

  @Test
  void opensWrittenAreEventsJudgedAndLossReported() throws Exception {
    Site site =
        Site.in(folder)
            .rules(
                """
                - rule: %s
                  desc: A numbered file is opened.
                  source: syscall
                  condition: evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.name startswith '%s/'
                  output: opened %%fd.name
                  priority: NOTICE
                """
                    .formatted(RULE, files))
            .configure("sources:\n  - plugin: syscall-ebpf\n    config: {ring_size: 64KiB}\n");
    // Names of one length, and none to be made while the host stands still.
    for (int i = 0; i < TRIES * (FLOOD + 200); i++) {
      Files.createFile(file(i));
    }
    try (HostProcess host = HostProcess.start(site);
        Subscriber subscriber = Subscriber.of(site);
        Halter halter = Halter.of(host.pid())) {
      boolean exact = false;
      for (int tries = 0; tries < TRIES && !exact; tries++) {
        exact = flood(host, subscriber, halter);
      }
      assertThat(exact)
          .as("opens written = judged + lost, in one of %d floods without opens of others", TRIES)
          .isTrue();
      assertThat(host.stackTrace()).isEmpty();
    }
  }

  /** Answers whether all that was lost was this flood's; fails when less was told than was lost. */
  private boolean flood(HostProcess host, Subscriber subscriber, Halter halter) throws Exception {
    seen(host, subscriber);
    int from = subscriber.count();
    int first = written;
    halter.halt();
    for (int i = 0; i < FLOOD; i++) {
      open();
    }
    halter.go();
    seen(host, subscriber);
    // Losses are told once for each round of the worker: this one was judged in a later round.
    seen(host, subscriber);

    List<Alert> since = subscriber.alerts();
    since = since.subList(from, since.size());
    Set<Integer> judged = new HashSet<>();
    long lost = 0;
    for (Alert alert : since) {
      if (alert.getRule().equals(RULE)) {
        assertThat(judged.add(number(alert))).as("judged once: %s", alert.getMessage()).isTrue();
      } else if (Subscriber.field(alert, "eyrie.reason").getText().contains("(open,")) {
        lost += Subscriber.field(alert, "eyrie.count").getInteger();
      }
    }
    int opened = written - first;
    int missing = opened - (int) judged.stream().filter(number -> number >= first).count();
    assertThat(missing).as("the ring was too small for it").isPositive();
    assertThat(lost)
        .as("lost and told, of %d that are missing", missing)
        .isGreaterThanOrEqualTo(missing);
    return lost == missing;
  }

  /** Opens one file after the other until one has been judged. */
  private void seen(HostProcess host, Subscriber subscriber) throws Exception {
    host.await(
        "an open is judged",
        () -> {
          int number = written;
          open();
          return Await.within(
              Duration.ofSeconds(2),
              () ->
                  subscriber.alerts().reversed().stream()
                      .filter(alert -> alert.getRule().equals(RULE))
                      .anyMatch(alert -> number(alert) == number));
        });
  }

  private void open() throws IOException {
    new FileInputStream(file(written++).toFile()).close();
  }

  private Path file(int number) {
    return files.resolve(String.format(Locale.ROOT, "%06d", number));
  }

  private static int number(Alert alert) {
    String message = alert.getMessage();
    return Integer.parseInt(message.substring(message.lastIndexOf('/') + 1));
  }

  /** Stops a process and lets it go on, by a shell that opens no file for it. */
  private record Halter(Process shell, BufferedReader answers) implements AutoCloseable {

    static Halter of(long pid) throws IOException {
      Process shell =
          new ProcessBuilder(
                  "sh", "-c", "while read -r signal; do kill -$signal " + pid + "; echo done; done")
              .start();
      return new Halter(
          shell, new BufferedReader(new InputStreamReader(shell.getInputStream(), UTF_8)));
    }

    void halt() throws IOException {
      send("STOP");
    }

    void go() throws IOException {
      send("CONT");
    }

    private void send(String signal) throws IOException {
      shell.getOutputStream().write((signal + "\n").getBytes(UTF_8));
      shell.getOutputStream().flush();
      answers.readLine();
    }

    @Override
    public void close() throws IOException {
      go();
      shell.getOutputStream().close();
      shell.onExit().join();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.source.Position;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.Alerts;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import io.eyrie.testkit.RecordingMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The process that delivery's crash test kills: goes on writing numbered alerts where its stored
 * position says, and delivers them to three receivers, each a file of the alerts it has got.
 *
 * <p>{@code plain} gets one batch after the other and fails now and then; {@code lanes} gets three
 * at once; {@code held} has repeated alerts held back and counted.
 */
final class DeliveringProcess {

  /** The receivers. */
  static final List<String> OUTPUTS = List.of("plain", "lanes", "held");

  private static final DeliverySettings SETTINGS =
      new DeliverySettings(Duration.ofSeconds(30), 3, Duration.ofSeconds(5));

  private DeliveringProcess() {}

  /** Arguments: the home folder. Ends only by being killed. */
  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    Delivery delivery = start(store, home);
    CommitLane lane = store.lane("first");
    long number = lane.positions().cursor("numbers.txt").map(Long::parseLong).orElse(0L);
    boolean told = false;
    while (true) {
      number++;
      if (!told && OUTPUTS.stream().allMatch(name -> delivered(delivery, name) > 10)) {
        told = true;
        System.out.println("delivers");
      }
      lane.append(Alerts.numbered(number));
      if (number % 7 == 0) {
        lane.checkpoint(number, new Position("numbers.txt", Long.toString(number)));
      }
      if (number % 50 == 0) {
        // No faster than they are stored, so that the receivers keep up and a kill finds them at
        // work.
        lane.flush(Duration.ofSeconds(10));
      }
    }
  }

  private static long delivered(Delivery delivery, String name) {
    return delivery.status(name).map(status -> status.delivered() + status.suppressed()).orElse(0L);
  }

  /** Starts delivery to the three receivers. */
  static Delivery start(AlertStore store, Path home) throws InterruptedException {
    HostAlerts hostAlerts = new HostAlerts("host-1", LineTime.CLOCK, System::nanoTime);
    Delivery delivery = new Delivery(store, hostAlerts, SETTINGS);
    for (String name : OUTPUTS) {
      MemoryOutputContext memory = MemoryOutputContext.of(name, home);
      delivery.start(
          new OutputSpec(
              name,
              "test",
              TestProvider.lent(context -> new FileReceiver(home.resolve(name), context)),
              TestProvider.NO_CONFIG,
              policy(name),
              new OutputSpec.Lent(
                  memory.catalogue(),
                  memory.metrics(),
                  new RecordingMetrics(),
                  memory.health(),
                  home)));
    }
    return delivery;
  }

  private static DeliveryPolicy policy(String name) {
    DeliveryPolicy quick =
        DeliveryPolicy.DEFAULT.with(
            new DeliveryPolicy.Retry(
                Duration.ofMillis(1), Duration.ofMillis(4), 0, 5, Duration.ofMillis(2)));
    return switch (name) {
      case "lanes" ->
          quick.with(
              new DeliveryPolicy.Pace(
                  16, Duration.ZERO, 3, List.of(), Duration.ofSeconds(30), 0, 1));
      case "held" -> quick.with(new DeliveryPolicy.Suppression(Duration.ofMillis(50), List.of()));
      default -> quick;
    };
  }

  /** Appends a line for each alert in one write: id, number or -1, and the count of a summary. */
  private static final class FileReceiver implements PushOutput {

    private final FileChannel file;
    private final OutputContext context;
    private int batches;

    FileReceiver(Path file, OutputContext context) {
      this.context = context;
      try {
        this.file =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void deliver(List<Alert> batch) throws PluginException {
      boolean fails = ++batches % 5 == 0;
      List<Alert> taken = fails ? batch.subList(0, batch.size() / 2) : batch;
      StringBuilder lines = new StringBuilder();
      for (Alert alert : taken) {
        boolean numbered = alert.source().equals("numbers");
        lines.append(alert.id()).append(' ').append(numbered ? Alerts.number(alert) : -1);
        lines.append(' ').append(alert.fields().getOrDefault("eyrie.count", 0L)).append('\n');
      }
      try {
        file.write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.US_ASCII)));
      } catch (IOException e) {
        throw PluginException.resources("file", String.valueOf(e.getMessage()), e);
      }
      if (fails) {
        taken.forEach(context::delivered);
        throw PluginException.external("fails", "every fifth batch fails half way", null);
      }
    }

    @Override
    public void close() {
      try {
        file.close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

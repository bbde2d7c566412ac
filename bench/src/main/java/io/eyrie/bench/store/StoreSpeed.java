// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.store;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.api.output.PushOutput;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.delivery.Delivery;
import io.eyrie.server.delivery.DeliveryPolicy;
import io.eyrie.server.delivery.DeliverySettings;
import io.eyrie.server.delivery.OutputSpec;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import io.eyrie.testkit.RecordingMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Measures the store of the host with its delivery, in a folder that is given: {@code deliver
 * FOLDER RATE SECONDS} or {@code search FOLDER ALERTS}.
 */
public final class StoreSpeed {

  private static final List<String> OUTPUTS = List.of("one", "two", "dead");

  private StoreSpeed() {}

  /** Prints one line for each measurement. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[1]);
    switch (args[0]) {
      case "deliver" -> deliver(folder, Long.parseLong(args[2]), Long.parseLong(args[3]));
      case "search" -> search(folder, Long.parseLong(args[2]));
      default -> throw new IllegalArgumentException("deliver or search");
    }
    // Threads of the dead output may be within a pause.
    System.exit(0);
  }

  private static void deliver(Path folder, long rate, long seconds) throws Exception {
    try (AlertStore store = AlertStore.open(folder, StoreSettings.defaults(), StoreEvents.NONE)) {
      HostAlerts hostAlerts = new HostAlerts("bench-host", LineTime.CLOCK, System::nanoTime);
      Delivery delivery = new Delivery(store, hostAlerts, DeliverySettings.defaults());
      for (String name : OUTPUTS) {
        delivery.start(spec(name, folder));
      }
      AlertReader slow = store.log("slow").fromNow(AlertFilter.all());
      CommitLane lane = store.lane("kernel");
      DrawnAlerts drawn = new DrawnAlerts();
      long total = rate * seconds;
      long begun = System.nanoTime();
      long worstLag = 0;
      long worstWal = 0;
      for (long i = 0; i < total; i++) {
        long due = begun + i * TimeUnit.SECONDS.toNanos(1) / rate;
        if (due - System.nanoTime() > 1_000_000) {
          Thread.sleep(1);
        }
        lane.append(drawn.next());
        if (i % rate == rate - 1) {
          slow.read(100, Duration.ZERO);
          worstLag = Math.max(worstLag, Math.max(store.lag("one"), store.lag("two")));
          worstWal = Math.max(worstWal, Files.size(folder.resolve("alerts.db-wal")));
        }
      }
      boolean flushed = lane.flush(Duration.ofSeconds(30));
      double took = (System.nanoTime() - begun) / 1e9;
      System.out.printf(
          "%,d/s wanted: %,d alerts in %.2f s = %,.0f/s%s; worst lag of the two living outputs %,d;"
              + " dead one behind by %,d; WAL at most %.1f MiB%n",
          rate,
          total,
          took,
          total / took,
          flushed ? "" : " (not flushed)",
          worstLag,
          store.lag("dead"),
          worstWal / 1048576.0);
    }
  }

  private static OutputSpec spec(String name, Path folder) throws PluginException {
    MemoryOutputContext memory = MemoryOutputContext.of(name, folder);
    return new OutputSpec(
        name,
        "bench",
        new Receiver(name.equals("dead")),
        Config.of(ConfigSchema.empty(), Map.of()),
        DeliveryPolicy.DEFAULT,
        new OutputSpec.Lent(
            memory.catalogue(), memory.metrics(), new RecordingMetrics(), memory.health(), folder));
  }

  /** Takes every batch, or none. */
  private record Receiver(boolean dead) implements OutputProvider {

    @Override
    public String name() {
      return "bench";
    }

    @Override
    public String description() {
      return "For the benchmark.";
    }

    @Override
    public ConfigSchema config() {
      return ConfigSchema.empty();
    }

    @Override
    public Output open(Config config, OutputContext context) {
      return new PushOutput() {
        @Override
        public void deliver(List<Alert> batch) throws PluginException {
          if (dead) {
            throw PluginException.external("dead", "connection refused", null);
          }
        }

        @Override
        public void close() {}
      };
    }
  }

  private static void search(Path folder, long count) throws Exception {
    StoreSettings roomy = StoreSettings.defaults().keeping(16L << 30, Duration.ofDays(3650));
    try (AlertStore store = AlertStore.open(folder, roomy, StoreEvents.NONE)) {
      long held = store.state().held();
      if (held < count) {
        fill(store, count - held);
      }
      System.out.printf("%,d alerts, %,d MiB%n", store.state().held(), size(folder) >> 20);
      long middle = DrawnAlerts.START + count / 2 * 1_000_000;
      AlertFilter all = AlertFilter.all();
      for (int round = 0; round < 2; round++) {
        ask(store, "the newest 500", all);
        ask(
            store,
            "500 of a time range in the middle",
            all.withTime(middle, middle + TimeUnit.MINUTES.toNanos(10)));
        ask(store, "500 of one rule", all.withRules(List.of(DrawnAlerts.rule(17))));
        ask(store, "500 of a pattern for rules", all.withRules(List.of("*7 of*")));
        ask(store, "500 Critical and above", all.withMinimumPriority(Priority.CRITICAL));
        ask(store, "500 Error and above", all.withMinimumPriority(Priority.ERROR));
        ask(store, "500 with a tag", all.withTags(List.of("container")));
        ask(store, "a rule that never was", all.withRules(List.of("No such rule")));
        ask(
            store,
            "a field within ten minutes (100 of 600,000)",
            all.withTime(middle, middle + TimeUnit.MINUTES.toNanos(10) / 10)
                .withFields(Map.of("user.name", "user-7")));
        ask(
            store,
            "a text within a minute (1 of 60,000)",
            all.withTime(middle, middle + TimeUnit.MINUTES.toNanos(1))
                .withText("file-" + (count / 2 + 4711)));
      }
    }
  }

  private static void fill(AlertStore store, long count) throws InterruptedException {
    CommitLane lane = store.lane("kernel");
    DrawnAlerts drawn = new DrawnAlerts();
    long begun = System.nanoTime();
    for (long i = 0; i < count; i++) {
      lane.append(drawn.next());
    }
    if (!lane.flush(Duration.ofMinutes(5))) {
      throw new IllegalStateException("not flushed");
    }
    System.out.printf("stored %,.0f/s%n", count / ((System.nanoTime() - begun) / 1e9));
  }

  private static void ask(AlertStore store, String what, AlertFilter filter) {
    long begun = System.nanoTime();
    List<Alert> found = new ArrayList<>();
    String next = "";
    int pages = 0;
    do {
      AlertLog.Page page =
          store.log("bench").search(filter, AlertLog.Order.NEWEST_FIRST, 500 - found.size(), next);
      found.addAll(page.alerts());
      next = page.next();
      pages++;
    } while (!next.isEmpty() && found.size() < 500);
    System.out.printf(
        "%-48s %,5d found, %d pages, %,7.1f ms%n",
        what, found.size(), pages, (System.nanoTime() - begun) / 1e6);
  }

  private static long size(Path folder) throws IOException {
    return Files.size(folder.resolve("alerts.db"));
  }
}

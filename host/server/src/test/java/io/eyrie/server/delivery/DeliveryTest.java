// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.PushOutput;
import io.eyrie.api.output.ServingOutput;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.Alerts;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.DeadLetter;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import io.eyrie.testkit.RecordingMetrics;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final DeliverySettings QUICK =
      new DeliverySettings(Duration.ofMillis(200), 3, Duration.ofSeconds(5));

  private static final DeliveryPolicy QUICKLY =
      DeliveryPolicy.DEFAULT
          .with(
              new DeliveryPolicy.Pace(
                  50, Duration.ZERO, 1, List.of(), Duration.ofMillis(200), 0, 1))
          .with(
              new DeliveryPolicy.Retry(
                  Duration.ofMillis(2), Duration.ofMillis(20), 0, 5, Duration.ofMillis(5)));

  @TempDir Path home;

  private final HostAlerts hostAlerts = new HostAlerts("host-1", LineTime.CLOCK, System::nanoTime);
  private AlertStore store;
  private CommitLane lane;
  private Delivery delivery;

  @BeforeEach
  void open() throws Exception {
    store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    lane = store.lane("first");
    delivery = new Delivery(store, hostAlerts, QUICK);
  }

  @AfterEach
  void close() {
    delivery.close();
    store.close();
  }

  /** Collects what is delivered; {@link #before} may throw first. */
  private static class Collector implements PushOutput {

    final List<Alert> received = Collections.synchronizedList(new ArrayList<>());
    final AtomicBoolean closed = new AtomicBoolean();

    void before(List<Alert> batch) throws PluginException, InterruptedException {
      assertThat(batch).isNotEmpty();
    }

    @Override
    public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
      before(batch);
      received.addAll(batch);
    }

    @Override
    public void close() {
      closed.set(true);
    }

    /** The numbers of the test's own alerts among those received. */
    List<Long> numbers() {
      synchronized (received) {
        return received.stream()
            .filter(alert -> alert.source().equals("numbers"))
            .map(Alerts::number)
            .toList();
      }
    }
  }

  @Test
  void an_output_gets_every_alert_in_order_and_goes_on_where_it_was_after_a_restart()
      throws Exception {
    Collector before = new Collector();
    delivery.start(spec("file", before));
    append(1, 500);
    delivery.close();
    assertThat(before.numbers()).as("drained").containsExactlyElementsOf(numbers(1, 500));
    assertThat(before.closed).isTrue();
    append(501, 600);
    close();
    open();
    Collector after = new Collector();
    delivery.start(spec("file", after));
    append(601, 700);
    until(() -> after.numbers().size() == 200);
    assertThat(after.numbers()).containsExactlyElementsOf(numbers(501, 700));
    until(() -> status("file").lag() == 0);
    assertThat(status("file").delivered()).isEqualTo(200);
  }

  @Test
  void delivery_runs_ahead_of_places_that_can_not_be_written_but_not_far() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Collector collector =
        new Collector() {
          @Override
          void before(List<Alert> batch) throws InterruptedException {
            go.await();
          }
        };
    delivery.start(spec("file", collector));
    append(1, 10_000);
    try (Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + home.resolve("alerts.db"));
        Statement sql = other.createStatement()) {
      sql.execute("BEGIN IMMEDIATE");
      go.countDown();
      until(() -> collector.numbers().size() >= Feed.AHEAD);
      // What was read before the first place had to be durable, and a page a second from then on.
      assertThat(collector.numbers().size()).isLessThan(2 * Feed.AHEAD);
      sql.execute("ROLLBACK");
    }
    until(() -> collector.numbers().size() == 10_000);
    assertThat(collector.numbers()).containsExactlyElementsOf(numbers(1, 10_000));
  }

  @Test
  void a_batch_that_fails_for_a_while_is_given_again_until_it_is_taken() throws Exception {
    AtomicInteger failures = new AtomicInteger(10);
    Collector flaky =
        new Collector() {
          @Override
          void before(List<Alert> batch) throws PluginException {
            if (failures.getAndDecrement() > 0) {
              throw PluginException.external("down", "receiver is down", null);
            }
          }
        };
    delivery.start(spec("flaky", flaky));
    append(1, 100);
    until(() -> flaky.numbers().size() == 100);
    assertThat(flaky.numbers()).containsExactlyElementsOf(numbers(1, 100));
    assertThat(status("flaky").retried()).isEqualTo(10);
    assertThat(status("flaky").state()).isEqualTo(OutputStatus.State.RUNNING);
    assertThat(rules()).contains("Eyrie internal: output failing");
  }

  @Test
  void an_alert_that_the_receiver_refuses_is_set_aside_and_blocks_none_behind_it()
      throws Exception {
    Collector picky =
        new Collector() {
          @Override
          void before(List<Alert> batch) throws PluginException {
            for (Alert alert : batch) {
              if (alert.message().contains("file 7 ")) {
                throw new PluginException(
                    PluginException.Kind.EXTERNAL, "refused", "too long by 3", false, null);
              }
            }
          }
        };
    delivery.start(spec("picky", picky));
    append(1, 20);
    until(() -> picky.numbers().size() == 19);
    assertThat(picky.numbers()).doesNotContain(7L);
    List<DeadLetter> letters = store.deadLetters().list("picky", List.of(), 10);
    assertThat(letters).hasSize(1);
    assertThat(letters.getFirst().alert().id()).isEqualTo(Alerts.id(7));
    assertThat(letters.getFirst().alert().message()).isEqualTo("file 7 was read");
    assertThat(letters.getFirst().reason()).isEqualTo("too long by 3");
    assertThat(status("picky").dead()).isEqualTo(1);
    assertThat(store.deadLetters().drop("", List.of(letters.getFirst().number()))).isEqualTo(1);
    assertThat(store.deadLetters().count("picky")).isZero();
  }

  @Test
  void a_dead_letter_is_delivered_again_when_somebody_asks_for_it() throws Exception {
    AtomicReference<String> refusal = new AtomicReference<>("closed for today");
    Collector moody =
        new Collector() {
          @Override
          void before(List<Alert> batch) throws PluginException {
            String reason = Objects.requireNonNull(refusal.get());
            // What the host says of the refusals is taken.
            if (!reason.isEmpty() && batch.getFirst().message().startsWith("file")) {
              throw new PluginException(
                  PluginException.Kind.EXTERNAL, "refused", reason, false, null);
            }
          }
        };
    delivery.start(spec("moody", moody));
    append(1, 3);
    until(() -> store.deadLetters().count("moody") == 3);
    List<DeadLetter> letters = store.deadLetters().list("moody", List.of(), 10);

    refusal.set("closed for the week");
    assertThat(delivery.retry("moody", letters.subList(0, 1))).isTrue();
    until(() ->
        store.deadLetters().list("moody", List.of(letters.getFirst().number()), 10).stream()
            .allMatch(letter -> letter.reason().equals("closed for the week")));
    assertThat(store.deadLetters().count("moody")).isEqualTo(3);

    refusal.set("");
    assertThat(delivery.retry("moody", letters)).isTrue();
    until(() -> store.deadLetters().count("moody") == 0);
    assertThat(moody.numbers()).containsExactly(1L, 2L, 3L);
    assertThat(delivery.retry("nobody", letters)).isFalse();
  }

  @Test
  void an_output_that_hangs_is_reported_and_holds_up_nobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Collector hanging =
        new Collector() {
          @Override
          void before(List<Alert> batch) {
            boolean over = false;
            while (!over) {
              try {
                over = release.await(1, TimeUnit.MINUTES);
              } catch (InterruptedException _) {
                // As bad as a plugin can be.
              }
            }
          }
        };
    Collector well = new Collector();
    delivery.start(spec("hanging", hanging));
    delivery.start(spec("well", well));
    append(1, 2000);
    until(() -> well.numbers().size() == 2000);
    until(() -> status("hanging").state() == OutputStatus.State.STALLED);
    until(() -> rules().contains("Eyrie internal: plugin stalled"));
    assertThat(delivery.stop("hanging", Duration.ofMillis(50))).isFalse();
    release.countDown();
  }

  @Test
  void what_an_output_said_of_single_alerts_holds_and_only_the_rest_is_given_again()
      throws Exception {
    List<List<Long>> given = Collections.synchronizedList(new ArrayList<>());
    DeliveryPolicy fours =
        QUICKLY.with(
            new DeliveryPolicy.Pace(
                4, Duration.ofSeconds(20), 1, List.of(), Duration.ofSeconds(5), 0, 1));
    delivery.start(
        lentSpec(
            "bulk",
            fours,
            context ->
                new Collector() {
                  @Override
                  public void deliver(List<Alert> batch) throws PluginException {
                    given.add(batch.stream().map(Alerts::number).toList());
                    if (given.size() > 1) {
                      received.addAll(batch);
                      return;
                    }
                    context.delivered(batch.get(0));
                    context.refused(batch.get(1), "mapping conflict");
                    assertThatThrownBy(() -> context.delivered(batch.get(1)))
                        .isInstanceOf(IllegalStateException.class);
                    throw PluginException.external("bulk.items", "2 of 4 items: try later", null)
                        .retryAfter(Duration.ofMillis(1));
                  }
                }));
    append(1, 4);
    until(() -> status("bulk").delivered() == 3);
    assertThat(given.subList(0, 2)).containsExactly(List.of(1L, 2L, 3L, 4L), List.of(3L, 4L));
    List<DeadLetter> letters = store.deadLetters().list("bulk", List.of(), 10);
    assertThat(letters).extracting(DeadLetter::reason).containsExactly("mapping conflict");
    assertThat(Alerts.number(letters.getFirst().alert())).isEqualTo(2);
  }

  @Test
  void a_poisonous_alert_becomes_a_dead_letter_and_the_others_of_its_batch_are_delivered()
      throws Exception {
    List<Alert> taken = Collections.synchronizedList(new ArrayList<>());
    delivery.start(
        lentSpec(
            "bulk",
            QUICKLY,
            context ->
                new Collector() {
                  @Override
                  public void deliver(List<Alert> batch) {
                    for (Alert alert : batch) {
                      if (alert.source().equals("numbers") && Alerts.number(alert) % 10 == 5) {
                        context.refused(alert, "poison");
                      } else {
                        taken.add(alert);
                      }
                    }
                  }
                }));
    append(1, 100);
    until(() -> store.deadLetters().count("bulk") == 10 && status("bulk").lag() == 0);
    assertThat(taken.stream().filter(alert -> alert.source().equals("numbers"))).hasSize(90);
    assertThat(status("bulk").dead()).isEqualTo(10);
  }

  @Test
  void an_output_that_throws_is_opened_again_and_given_up_after_so_many_tries() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    delivery.start(
        new OutputSpec(
            "broken",
            "broken-plugin",
            TestProvider.of(() -> {
              opened.incrementAndGet();
              throw new IllegalStateException("no good");
            }),
            TestProvider.NO_CONFIG,
            QUICKLY,
            lent()));
    until(() -> status("broken").state() == OutputStatus.State.GIVEN_UP);
    assertThat(opened.get()).isEqualTo(3);
    assertThat(status("broken").lastError()).contains("no good");
    until(() -> rules().contains("Eyrie internal: plugin given up"));

    assertThat(delivery.stop("broken", SOON)).isTrue();
    Collector mended = new Collector();
    append(1, 5);
    delivery.start(spec("broken", mended));
    until(() -> mended.numbers().size() == 5);
  }

  @Test
  void an_output_that_throws_for_every_alert_keeps_them_as_dead_letters_and_is_opened_anew()
      throws Exception {
    AtomicInteger opened = new AtomicInteger();
    delivery.start(
        new OutputSpec(
            "npe",
            "npe-plugin",
            TestProvider.of(() -> {
              opened.incrementAndGet();
              return new Collector() {
                @Override
                void before(List<Alert> batch) {
                  throw new NullPointerException("oops");
                }
              };
            }),
            TestProvider.NO_CONFIG,
            QUICKLY,
            lent()));
    append(1, 100);
    until(() -> status("npe").state() == OutputStatus.State.GIVEN_UP);
    assertThat(opened.get()).isEqualTo(3);
    assertThat(store.deadLetters().count("npe")).isEqualTo(30);
  }

  @Test
  void a_wrong_configuration_is_told_and_not_tried_again() throws Exception {
    AtomicInteger opened = new AtomicInteger();
    delivery.start(
        new OutputSpec(
            "wrong",
            "p",
            TestProvider.of(() -> {
              opened.incrementAndGet();
              throw PluginException.user("config.invalid", "url is missing");
            }),
            TestProvider.NO_CONFIG,
            QUICKLY,
            lent()));
    until(() -> status("wrong").state() == OutputStatus.State.GIVEN_UP);
    assertThat(opened.get()).isEqualTo(1);
    assertThat(status("wrong").lastError()).isEqualTo("url is missing");
  }

  @Test
  void an_output_is_replaced_while_others_run_and_misses_nothing() throws Exception {
    Collector other = new Collector();
    Collector first = new Collector();
    Collector second = new Collector();
    delivery.start(spec("other", other));
    delivery.start(spec("swapped", first));
    append(1, 300);
    until(() -> !first.numbers().isEmpty());
    assertThat(delivery.stop("swapped", SOON)).isTrue();
    assertThat(first.closed).isTrue();
    append(301, 600);
    delivery.start(spec("swapped", second));
    append(601, 700);
    until(() -> other.numbers().size() == 700);
    until(() -> status("swapped").lag() == 0);
    List<Long> both = new ArrayList<>(first.numbers());
    both.addAll(second.numbers());
    assertThat(both.stream().distinct().sorted().toList())
        .containsExactlyElementsOf(numbers(1, 700));
  }

  @Test
  void a_serving_output_is_lent_the_log_and_no_place_is_kept_for_it() throws Exception {
    List<Long> read = Collections.synchronizedList(new ArrayList<>());
    AtomicBoolean closed = new AtomicBoolean();
    ServingOutput server =
        new ServingOutput() {
          @Override
          public void serve(AlertLog log) {
            AlertReader reader = log.fromNow(AlertFilter.all());
            Thread.ofPlatform()
                .name("server")
                .daemon()
                .start(() -> {
                  try {
                    while (!closed.get()) {
                      reader.read(100, SOON).stream()
                          .map(entry -> entry.alert())
                          .forEach(alert -> read.add(alert == null ? -1 : Alerts.number(alert)));
                    }
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
          }

          @Override
          public List<String> endpoints() {
            return List.of("here:1");
          }

          @Override
          public void close() {
            closed.set(true);
          }
        };
    delivery.start(spec("server", server));
    until(() -> status("server").state() == OutputStatus.State.RUNNING);
    assertThat(status("server").endpoints()).containsExactly("here:1");
    append(1, 10);
    until(() -> read.size() == 10);
    assertThat(store.knownOutputs()).isEmpty();
    assertThat(delivery.stop("server", SOON)).isTrue();
    assertThat(closed).isTrue();
  }

  @Test
  void what_the_retention_removed_is_delivered_as_an_alert_in_its_place(@TempDir Path small)
      throws Exception {
    StoreSettings tiny =
        StoreSettings.defaults().keeping(1 << 20, Duration.ofDays(1)).holding(10_000, 16);
    try (AlertStore bounded = AlertStore.open(small, tiny, StoreEvents.NONE)) {
      bounded.register("late");
      CommitLane source = bounded.lane("first");
      for (long i = 1; i <= 6000; i++) {
        source.append(Alerts.numbered(i));
      }
      assertThat(source.flush(SOON)).isTrue();
      until(() -> bounded.state().removed() > 0 && bounded.state().usedBytes() <= 1 << 20);
      long removed = 6000 - bounded.state().held();
      Collector late = new Collector();
      try (Delivery deliver = new Delivery(bounded, hostAlerts, QUICK)) {
        deliver.start(spec("late", late));
        until(() -> late.numbers().size() == 6000 - removed);
      }
      assertThat(late.received.getFirst().rule()).isEqualTo("Eyrie internal: alerts missing");
      assertThat(late.received.getFirst().fields()).containsEntry("eyrie.count", removed);
    }
  }

  private OutputSpec spec(String name, Output output) {
    return new OutputSpec(
        name,
        "test-plugin",
        TestProvider.of(() -> output),
        TestProvider.NO_CONFIG,
        QUICKLY,
        lent());
  }

  private OutputSpec.Lent lent() {
    MemoryOutputContext memory = MemoryOutputContext.of("test", home);
    return new OutputSpec.Lent(
        memory.catalogue(),
        memory.metrics(),
        new RecordingMetrics(),
        memory.health(),
        memory.dataDirectory());
  }

  /** An output that is opened with what it is lent. */
  private OutputSpec lentSpec(
      String name, DeliveryPolicy policy, Function<OutputContext, Output> opening) {
    return new OutputSpec(
        name, "test-plugin", TestProvider.lent(opening), TestProvider.NO_CONFIG, policy, lent());
  }

  private OutputStatus status(String name) {
    return delivery.status(name).orElseThrow();
  }

  private List<String> rules() {
    List<String> rules = new ArrayList<>();
    try (AlertReader reader = store.log("test").fromOldest(AlertFilter.all())) {
      reader
          .read(10_000, Duration.ZERO)
          .forEach(entry -> {
            if (entry.alert() != null) {
              rules.add(entry.alert().rule());
            }
          });
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return rules;
  }

  private void append(long from, long to) throws InterruptedException {
    for (long i = from; i <= to; i++) {
      lane.append(Alerts.numbered(i));
    }
    assertThat(lane.flush(SOON)).isTrue();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(5);
    }
  }
}

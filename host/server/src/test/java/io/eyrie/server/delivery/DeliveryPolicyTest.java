// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.PushOutput;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.delivery.DeliveryPolicy.Pace;
import io.eyrie.server.delivery.DeliveryPolicy.Retry;
import io.eyrie.server.delivery.DeliveryPolicy.Suppression;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.Alerts;
import io.eyrie.server.store.CommitLane;
import io.eyrie.server.store.DeadLetter;
import io.eyrie.server.store.StoreEvents;
import io.eyrie.server.store.StoreSettings;
import io.eyrie.testkit.MemoryOutputContext;
import io.eyrie.testkit.RecordingMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may say of the way to an output: choice, pace, retries, and the faults met. */
class DeliveryPolicyTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String SUPPRESSED = "Eyrie internal: alerts suppressed";
  private static final DeliverySettings SETTINGS =
      new DeliverySettings(Duration.ofSeconds(1), 3, Duration.ofSeconds(5));

  @TempDir Path home;

  private final HostAlerts hostAlerts = new HostAlerts("host-1", LineTime.CLOCK, System::nanoTime);
  private final MovedClock clock = new MovedClock();
  private AlertStore store;
  private CommitLane lane;
  private Delivery delivery;

  @BeforeEach
  void open() throws Exception {
    store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE);
    lane = store.lane("first");
    delivery = new Delivery(store, hostAlerts, SETTINGS, clock);
  }

  @AfterEach
  void close() {
    delivery.close();
    store.close();
  }

  /** What a receiver does with a batch. */
  @FunctionalInterface
  private interface Taking {
    void take(List<Alert> batch) throws PluginException, InterruptedException;
  }

  /** A receiver that several instances of the output send to. */
  private static final class Receiver {

    final List<Alert> received = Collections.synchronizedList(new ArrayList<>());
    final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());
    private final Taking taking;

    Receiver(Taking taking) {
      this.taking = taking;
    }

    Output instance() {
      return new PushOutput() {
        @Override
        public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
          taking.take(batch);
          batches.add(batch.size());
          received.addAll(batch);
        }

        @Override
        public void close() {}
      };
    }

    List<Long> numbers() {
      synchronized (received) {
        return received.stream()
            .filter(alert -> alert.source().equals("numbers"))
            .map(Alerts::number)
            .toList();
      }
    }
  }

  private void start(String name, Receiver receiver, DeliveryPolicy policy)
      throws InterruptedException {
    MemoryOutputContext memory = MemoryOutputContext.of(name, home);
    delivery.start(
        new OutputSpec(
            name,
            "test-plugin",
            TestProvider.of(receiver::instance),
            TestProvider.NO_CONFIG,
            policy,
            new OutputSpec.Lent(
                memory.catalogue(),
                memory.metrics(),
                new RecordingMetrics(),
                memory.health(),
                home)));
  }

  private static Pace pace(int batch, int lanes, List<String> orderBy) {
    return new Pace(batch, Duration.ZERO, lanes, orderBy, Duration.ofSeconds(30), 0, 1);
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }

  private void append(long from, long to) throws InterruptedException {
    for (long i = from; i <= to; i++) {
      lane.append(Alerts.numbered(i));
    }
    assertThat(lane.flush(SOON)).isTrue();
  }

  private OutputStatus status(String name) {
    return delivery.status(name).orElseThrow();
  }

  private static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  @Test
  void a_receiver_that_is_down_for_an_hour_gets_all_in_order_and_is_left_alone_meanwhile()
      throws Exception {
    long up = clock.nanoTime() + Duration.ofHours(1).toNanos();
    AtomicInteger calls = new AtomicInteger();
    Receiver receiver =
        new Receiver(batch -> {
          calls.incrementAndGet();
          if (clock.nanoTime() < up) {
            throw PluginException.external("down", "connection refused", null);
          }
        });
    start("web", receiver, DeliveryPolicy.DEFAULT);
    append(1, 500);
    until(() -> receiver.numbers().size() == 500);
    assertThat(receiver.numbers()).containsExactlyElementsOf(numbers(1, 500));
    assertThat(calls.get()).as("tries within the hour").isBetween(60, 150);
    until(() -> status("web").state() == OutputStatus.State.RUNNING);
    assertThat(store.deadLetters().count("web")).isZero();
  }

  @Test
  void a_receiver_that_answers_retry_after_is_left_alone_for_that_long() throws Exception {
    AtomicLong askedAgain = new AtomicLong();
    AtomicLong refusedAt = new AtomicLong();
    Receiver receiver =
        new Receiver(batch -> {
          if (refusedAt.compareAndSet(0, clock.nanoTime())) {
            throw PluginException.external("http.429", "429 Too Many Requests", null)
                .retryAfter(Duration.ofMinutes(7));
          }
          askedAgain.compareAndSet(0, clock.nanoTime());
        });
    start("web", receiver, DeliveryPolicy.DEFAULT);
    append(1, 10);
    until(() -> receiver.numbers().size() == 10);
    assertThat(Duration.ofNanos(askedAgain.get() - refusedAt.get()))
        .isGreaterThanOrEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void a_receiver_that_accepts_and_never_answers_is_broken_off_and_tried_again() throws Exception {
    AtomicInteger hangs = new AtomicInteger(2);
    Receiver receiver =
        new Receiver(batch -> {
          if (hangs.getAndDecrement() > 0) {
            new CountDownLatch(1).await();
          }
        });
    DeliveryPolicy policy =
        DeliveryPolicy.DEFAULT.with(
            new Pace(256, Duration.ZERO, 1, List.of(), Duration.ofMillis(50), 0, 1));
    start("web", receiver, policy);
    append(1, 20);
    until(() -> receiver.numbers().size() == 20);
    assertThat(receiver.numbers()).containsExactlyElementsOf(numbers(1, 20));
    assertThat(status("web").retried()).isEqualTo(2);
    assertThat(status("web").lastError()).contains("no answer within 50 ms");
  }

  @Test
  void with_a_limit_of_tries_a_batch_becomes_dead_letters_and_what_follows_goes_on()
      throws Exception {
    AtomicInteger failures = new AtomicInteger(4);
    Receiver receiver =
        new Receiver(batch -> {
          if (failures.getAndDecrement() > 0) {
            throw PluginException.external("http.500", "500 Internal Server Error", null);
          }
        });
    DeliveryPolicy policy =
        DeliveryPolicy.DEFAULT.with(
            new Retry(Duration.ofMillis(1), Duration.ofMillis(10), 2, 100, Duration.ZERO));
    append(1, 1);
    start("web", receiver, policy);
    append(2, 2);
    until(() -> store.deadLetters().count("web") == 1);
    append(3, 5);
    until(() -> receiver.numbers().size() == 3);
    assertThat(store.deadLetters().list("web", List.of(), 10))
        .extracting(DeadLetter::reason)
        .containsExactly("given up after 2 tries: 500 Internal Server Error");
  }

  @Test
  void only_what_is_wanted_is_sent_and_the_place_moves_on() throws Exception {
    Receiver receiver = new Receiver(batch -> {});
    start(
        "pager",
        receiver,
        DeliveryPolicy.DEFAULT.with(
            new AlertShape(
                Priority.ERROR, Optional.empty(), Map.of(), List.of("paged"), Optional.empty())));
    append(1, 300);
    lane.append(Alerts.numbered(301, Priority.CRITICAL));
    assertThat(lane.flush(SOON)).isTrue();
    until(() -> receiver.numbers().size() == 1 && status("pager").lag() == 0);
    assertThat(receiver.numbers()).containsExactly(301L);
    assertThat(receiver.received.getFirst().tags()).contains("paged");
  }

  @Test
  void what_repeats_itself_is_held_back_and_counted_also_across_a_restart() throws Exception {
    DeliveryPolicy policy =
        DeliveryPolicy.DEFAULT.with(new Suppression(Duration.ofMinutes(10), List.of()));
    Receiver receiver = new Receiver(batch -> {});
    start("mail", receiver, policy);
    append(1, 100);
    until(() -> status("mail").lag() == 0 && status("mail").suppressed() == 99);
    assertThat(receiver.numbers()).containsExactly(1L);
    close();
    open();
    start("mail", receiver, policy);
    append(101, 150);
    until(() -> status("mail").lag() == 0 && status("mail").suppressed() == 50);
    clock.move(Duration.ofMinutes(11));
    until(() -> receiver.received.size() == 2);
    AlertRecord summary = (AlertRecord) receiver.received.get(1);
    assertThat(summary.rule()).isEqualTo(SUPPRESSED);
    assertThat(summary.fields()).containsEntry("eyrie.count", 149L);
    until(() -> store.log("mail").heldBack().isEmpty());
    assertThat(store.log("search").find(summary.id()))
        .as("the summary among the stored alerts")
        .hasValueSatisfying(found -> assertThat(found.message()).isEqualTo(summary.message()));
  }

  @Test
  void a_stored_summary_is_sent_to_nobody_but_the_output_that_held_back() throws Exception {
    Receiver mail = new Receiver(batch -> {});
    Receiver other = new Receiver(batch -> {});
    start(
        "mail",
        mail,
        DeliveryPolicy.DEFAULT.with(new Suppression(Duration.ofMinutes(10), List.of())));
    start("other", other, DeliveryPolicy.DEFAULT);
    append(1, 3);
    until(() -> status("mail").suppressed() == 2);
    clock.move(Duration.ofMinutes(11));
    until(() -> mail.received.size() == 2 && store.log("mail").heldBack().isEmpty());
    until(() -> store.state().held() == 4);
    append(4, 4);
    until(() -> other.received.size() == 4 && mail.received.size() == 3);
    assertThat(other.numbers()).containsExactlyElementsOf(numbers(1, 4));
    assertThat(mail.received).extracting(Alert::rule).containsOnlyOnce(SUPPRESSED);
  }

  @Test
  void a_batch_holds_alerts_of_one_group_only() throws Exception {
    List<List<Priority>> groups = Collections.synchronizedList(new ArrayList<>());
    Receiver receiver =
        new Receiver(batch -> groups.add(batch.stream().map(Alert::priority).distinct().toList()));
    start("chat", receiver, DeliveryPolicy.DEFAULT.groupedBy("priority"));
    for (long i = 1; i <= 90; i++) {
      lane.append(Alerts.numbered(i, List.of(Priority.values()).get((int) (i % 3))));
    }
    assertThat(lane.flush(SOON)).isTrue();
    until(() -> receiver.numbers().size() == 90);
    assertThat(groups).allSatisfy(group -> assertThat(group).hasSize(1));
    assertThat(receiver.batches.size()).isLessThan(90);
  }

  @Test
  void several_lanes_deliver_at_once_and_keep_the_order_of_each_key() throws Exception {
    CountDownLatch together = new CountDownLatch(3);
    Receiver receiver =
        new Receiver(batch -> {
          if (together.getCount() > 0) {
            together.countDown();
            together.await();
          }
        });
    start("bus", receiver, DeliveryPolicy.DEFAULT.with(pace(10, 3, List.of("evt.number"))));
    for (long i = 1; i <= 150; i++) {
      AlertRecord plain = Alerts.numbered(i);
      lane.append(plain.dressed(plain.message(), plain.tags(), Map.of("evt.number", i % 7)));
    }
    assertThat(lane.flush(SOON)).isTrue();
    until(() -> receiver.numbers().size() == 150 && status("bus").lag() == 0);
    Map<Long, List<Long>> byKey =
        receiver.numbers().stream().collect(Collectors.groupingBy(number -> number % 7));
    assertThat(byKey.values()).allSatisfy(numbers -> assertThat(numbers).isSorted());
  }

  @Test
  void a_batch_that_may_fill_is_waited_for() throws Exception {
    Receiver receiver = new Receiver(batch -> {});
    start(
        "slow",
        receiver,
        DeliveryPolicy.DEFAULT.with(
            new Pace(50, Duration.ofMinutes(1), 1, List.of(), Duration.ofSeconds(30), 0, 1)));
    for (long i = 1; i <= 5; i++) {
      append(10 * i - 9, 10 * i);
    }
    until(() -> receiver.numbers().size() == 50);
    assertThat(receiver.batches).containsExactly(50);
  }

  @Test
  void a_test_alert_goes_the_way_of_all_alerts_whatever_is_wanted_and_says_what_came_of_it()
      throws Exception {
    AtomicInteger down = new AtomicInteger();
    Receiver receiver =
        new Receiver(batch -> {
          if (down.get() > 0) {
            throw PluginException.external("down", "connection refused", null);
          }
        });
    start(
        "pager",
        receiver,
        DeliveryPolicy.DEFAULT.with(
            new AlertShape(
                Priority.EMERGENCY, Optional.empty(), Map.of(), List.of("t"), Optional.empty())));
    assertThat(delivery.test("pager", SOON)).contains("");
    assertThat(receiver.received)
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.rule()).isEqualTo("Eyrie internal: test");
          assertThat(alert.tags()).containsExactly("t");
        });
    down.set(1);
    assertThat(delivery.test("pager", SOON)).contains("connection refused");
    assertThat(delivery.test("nobody", SOON)).isEmpty();
  }
}

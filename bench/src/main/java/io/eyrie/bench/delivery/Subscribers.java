// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.delivery;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.SubscriptionRefused;
import io.eyrie.alerts.v1.Alert;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.alerts.v1.Field;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens a file at a steady rate, and measures how long it takes from each system call to every one
 * of many subscribers, each with a connection of its own.
 */
public final class Subscribers {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** JIT compilers of both processes are at work then. */
  private static final int WARM_UP_SECONDS = 10;

  private final String address;
  private final Path opened;
  private final Path status;
  private final long[][] latencies;
  private final AtomicLong received = new AtomicLong();
  private final CountDownLatch ready;
  private volatile long measuredFrom = Long.MAX_VALUE;

  private Subscribers(String address, Path opened, Path status, int subscribers, int most) {
    this.address = address;
    this.opened = opened;
    this.status = status;
    this.latencies = new long[subscribers][most];
    this.ready = new CountDownLatch(subscribers);
  }

  /**
   * Measures and prints.
   *
   * @param args address, the file that the rule {@code Probe} watches, the host's process id, how
   *     many subscribers, alerts a second, seconds
   */
  public static void main(String[] args) throws Exception {
    int rate = Integer.parseInt(args[4]);
    int seconds = Integer.parseInt(args[5]);
    Subscribers all =
        new Subscribers(
            args[0],
            Path.of(args[1]),
            Path.of("/proc", args[2], "status"),
            Integer.parseInt(args[3]),
            rate * (seconds + WARM_UP_SECONDS));
    all.measure(rate, seconds);
  }

  private void measure(int rate, int seconds) throws Exception {
    long expected = (long) rate * (seconds + WARM_UP_SECONDS) * latencies.length;
    List<Thread> threads = new ArrayList<>();
    int[] counts = new int[latencies.length];
    for (int i = 0; i < latencies.length; i++) {
      int number = i;
      threads.add(
          Thread.ofVirtual()
              .name("subscriber-" + i)
              .start(() -> counts[number] = follow(latencies[number])));
    }
    ready.await();
    System.out.printf("%8s %10s %10s%n", "second", "rss_mib", "anon_mib");
    long next = System.nanoTime();
    for (int second = 0; second < seconds + WARM_UP_SECONDS; second++) {
      if (second == WARM_UP_SECONDS) {
        measuredFrom = now();
      }
      if (second % 5 == 0) {
        printMemory(second - WARM_UP_SECONDS);
      }
      for (int i = 0; i < rate; i++) {
        Files.newByteChannel(opened).close();
        next += SECOND / rate;
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
    printMemory(seconds);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (received.get() < expected && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    for (Thread thread : threads) {
      thread.interrupt();
      thread.join();
    }
    print(counts, expected);
  }

  private int follow(long[] into) {
    int count = 0;
    SubscribeRequest request =
        SubscribeRequest.newBuilder().setFilter(AlertFilter.newBuilder().addRules("Probe")).build();
    try (AlertClient client = AlertClient.connect(address);
        AlertStream stream = client.subscribe(request)) {
      boolean caughtUp = false;
      while (true) {
        Optional<SubscribeResponse> step = stream.next(PATIENCE);
        if (step.isPresent() && step.get().hasAlert()) {
          received.incrementAndGet();
          long event = time(step.get().getAlert());
          if (event >= measuredFrom && count < into.length) {
            into[count++] = now() - event;
          }
        } else if (step.isPresent() && !caughtUp) {
          caughtUp = true;
          ready.countDown();
        }
      }
    } catch (InterruptedException _) {
      return count;
    } catch (SubscriptionRefused e) {
      throw new IllegalStateException(e);
    }
  }

  private static long time(Alert alert) {
    for (Field field : alert.getFieldsList()) {
      if (field.getName().equals("evt.rawtime")) {
        return field.getValue().getUnsignedInteger() | field.getValue().getInteger();
      }
    }
    throw new IllegalStateException("no evt.rawtime in " + alert.getOutput());
  }

  private static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * SECOND + now.getNano();
  }

  private void printMemory(int second) throws IOException {
    double resident = 0;
    double anonymous = 0;
    for (String line : Files.readAllLines(status)) {
      String[] words = line.split("\\s+");
      if (words[0].equals("VmRSS:")) {
        resident = Long.parseLong(words[1]) / 1024.0;
      } else if (words[0].equals("RssAnon:")) {
        anonymous = Long.parseLong(words[1]) / 1024.0;
      }
    }
    System.out.printf("%8d %10.1f %10.1f%n", second, resident, anonymous);
  }

  private void print(int[] counts, long expected) {
    long[] all = new long[Arrays.stream(counts).sum()];
    int filled = 0;
    for (int i = 0; i < counts.length; i++) {
      System.arraycopy(latencies[i], 0, all, filled, counts[i]);
      filled += counts[i];
    }
    Arrays.sort(all);
    System.out.printf(
        "received %d of %d alerts, measured %d%n", received.get(), expected, all.length);
    for (double share : new double[] {0.5, 0.9, 0.99, 0.999, 1}) {
      int place = (int) Math.min(all.length - 1L, (long) (share * all.length));
      System.out.printf("p%-5s %8.2f ms%n", share * 100, all[place] / 1e6);
    }
  }
}

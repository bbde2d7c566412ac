// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Value;
import io.eyrie.testkit.RecordingMetrics;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names of hosts are looked up aside, again after a while, and kept when nobody answers. */
class HostNamesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final byte[] ONE = {10, 0, 0, 1};
  private static final byte[] TWO = {10, 0, 0, 2};

  private final Map<String, List<byte[]>> hosts = new ConcurrentHashMap<>();
  private final RecordingMetrics metrics = new RecordingMetrics();

  private List<byte[]> lookUp(String name) throws UnknownHostException {
    List<byte[]> found = hosts.get(name);
    if (found == null) {
      throw new UnknownHostException(name);
    }
    return found;
  }

  private HostNames every(Duration refresh) {
    return new HostNames(this::lookUp, refresh, metrics);
  }

  private static String shown(HostNames names, byte[] address) {
    Value value = new Value();
    names.addresses().read(address, address.length, value);
    if (!value.present()) {
      return "absent";
    }
    return IntStream.range(0, value.size()).mapToObj(value::text).collect(Collectors.joining(" "));
  }

  private static void awaitShown(HostNames names, byte[] address, String text) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!shown(names, address).equals(text)) {
      assertThat(System.nanoTime() - end).as("shows %s", shown(names, address)).isNegative();
      Thread.onSpinWait();
    }
  }

  @Test
  void aNameThatGetsAnotherAddressIsFoundThere() throws Exception {
    hosts.put("db", List.of(ONE));
    try (HostNames names = every(Duration.ofMillis(1))) {
      names.want(Set.of("db"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(shown(names, ONE)).isEqualTo("db");
      hosts.put("db", List.of(TWO));
      awaitShown(names, TWO, "db");
      assertThat(shown(names, ONE)).isEmpty();
      hosts.clear();
      long before = metrics.counter("host_name_failures", "").sum();
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (metrics.counter("host_name_failures", "").sum() < before + 3) {
        assertThat(System.nanoTime() - end).isNegative();
        Thread.onSpinWait();
      }
      assertThat(shown(names, TWO)).as("nobody answers").isEqualTo("db");
    }
  }

  @Test
  void anEventNeverWaitsForAResolver() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    HostLookup slow =
        _ -> {
          asked.countDown();
          try {
            answer.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
          return List.of(ONE);
        };
    try (HostNames names = new HostNames(slow, Duration.ofHours(1), metrics)) {
      names.want(Set.of("db"));
      asked.await();
      assertThat(shown(names, ONE)).isEqualTo("absent");
      assertThat(names.await(Duration.ofMillis(1))).isFalse();
      answer.countDown();
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(shown(names, ONE)).isEqualTo("db");
    }
  }

  @Test
  void moreNamesThanTheBoundAreCounted() throws Exception {
    try (HostNames names = every(Duration.ofHours(1))) {
      names.want(IntStream.range(0, 1030).mapToObj(i -> "h" + i).collect(Collectors.toSet()));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(metrics.counter("host_names_refused", "").sum()).isEqualTo(6);
      assertThat(metrics.counter("host_name_failures", "").sum()).isEqualTo(1024);
    }
  }

  @Test
  void anAddressOfIpv4IsFoundAsIpv6MapsIt() throws Exception {
    hosts.put("db", List.of(ONE));
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 10, 0, 0, 1};
    try (HostNames names = every(Duration.ofHours(1))) {
      names.want(Set.of("db"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(shown(names, mapped)).isEqualTo("db");
    }
  }

  @Test
  void theFileOfHostsOfThisMachineIsAsked() throws Exception {
    try (HostNames names = new HostNames(HostLookup.SYSTEM, Duration.ofHours(1), metrics)) {
      names.want(Set.of("localhost"));
      assertThat(names.await(PATIENCE)).isTrue();
      assertThat(shown(names, new byte[] {127, 0, 0, 1})).isEqualTo("localhost");
    }
  }

  @Test
  void withoutNamesThereIsNoThread() {
    try (HostNames names = every(Duration.ofHours(1))) {
      names.want(Set.of());
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("eyrie-host-names"));
      assertThat(shown(names, ONE)).isEqualTo("absent");
    }
  }
}

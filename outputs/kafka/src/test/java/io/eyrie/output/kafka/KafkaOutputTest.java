// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputContract;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestAlerts;
import io.eyrie.testserver.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, shared by all tests: each reads on from where the last one ended. */
class KafkaOutputTest {

  private static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, Broker.PARTITIONS)
          .mapToObj(number -> new TopicPartition(Broker.TOPIC, number))
          .toList();

  @TempDir private static Path folder;
  @TempDir private Path home;

  private static TestCertificates certificates;
  private static Broker broker;
  private static KafkaConsumer<String, String> consumer;

  @BeforeAll
  static void start() throws Exception {
    certificates = TestCertificates.in(folder);
    broker = Broker.start(folder, certificates);
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.plain()),
            new StringDeserializer(),
            new StringDeserializer());
    consumer.assign(PARTITIONS);
    consumer.seekToBeginning(PARTITIONS);
  }

  @AfterAll
  static void stop() {
    if (consumer != null) {
      consumer.close();
    }
    if (broker != null) {
      broker.close();
    }
  }

  @Test
  void keeps_the_contract_of_outputs() {
    OutputContract.of(new KafkaProvider())
        .config(Map.of("bootstrap_servers", broker.plain(), "topic", Broker.TOPIC))
        .verify(home);
    consumer.seekToEnd(PARTITIONS);
    PARTITIONS.forEach(consumer::position);
  }

  @Test
  void writes_alerts_in_order_under_the_key_of_their_host() throws Exception {
    Alert[] alerts =
        IntStream.rangeClosed(1, 20).mapToObj(TestAlerts::number).toArray(Alert[]::new);
    deliver(Map.of("compression", "gzip"), alerts);

    List<ConsumerRecord<String, String>> records = read(20);
    assertThat(records)
        .extracting(ConsumerRecord::value)
        .containsExactlyElementsOf(List.of(alerts).stream().map(Alert::json).toList());
    assertThat(records).extracting(ConsumerRecord::key).containsOnly("host-1");
    assertThat(records)
        .extracting(ConsumerRecord::partition)
        .containsOnly(records.getFirst().partition());
    ConsumerRecord<String, String> first = records.getFirst();
    assertThat(first.timestamp()).isEqualTo(alerts[0].timeNanos() / 1_000_000);
    assertThat(header(first, "id")).isEqualTo(alerts[0].id());
    assertThat(header(first, "rule")).isEqualTo("Sensitive file read");
    assertThat(header(first, "priority")).isEqualTo("Warning");
    assertThat(header(first, "source")).isEqualTo("syscall");
  }

  @Test
  void the_key_is_what_the_operator_chose() throws Exception {
    for (String key : List.of("rule", "source", "id")) {
      deliver(Map.of("key", key), TestAlerts.number(1));
    }
    assertThat(read(3))
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrder("Sensitive file read", "syscall", TestAlerts.number(1).id());
    deliver(Map.of("key", "none"), TestAlerts.number(1));
    assertThat(read(1).getFirst().key()).isNull();
  }

  @Test
  void a_record_that_is_too_large_is_refused_and_those_behind_it_go_on() throws Exception {
    try (OutputRun run = open(Map.of())) {
      run.deliver(
          TestAlerts.number(1),
          TestAlerts.ofLength(Broker.LARGEST_RECORD),
          TestAlerts.ofLength(2 << 20),
          TestAlerts.hostile());

      assertThat(run.verdicts().refused()).hasSize(1).containsKey(TestAlerts.ofLength(1).id());
      assertThat(run.verdicts().refused().values()).allMatch(r -> r.contains("refused it: "));
      assertThat(run.verdicts().delivered())
          .containsExactly(TestAlerts.number(1).id(), TestAlerts.hostile().id());
    }
    // Half a surrogate can't be sent as UTF-8.
    assertThat(read(2))
        .extracting(ConsumerRecord::value)
        .contains(new String(TestAlerts.hostile().json().getBytes(UTF_8), UTF_8));
  }

  @Test
  void speaks_tls_and_shows_a_certificate() throws Exception {
    Map<String, Object> tls =
        Map.of(
            "bootstrap_servers", broker.tls(),
            "tls", "true",
            "tls_ca", certificates.authority().toString(),
            "tls_certificate", certificates.client().toString());
    deliver(tls, TestAlerts.number(1));
    assertThat(read(1)).hasSize(1);

    Map<String, Object> unbelieving = new HashMap<>(tls);
    unbelieving.remove("tls_ca");
    assertThat(failure(unbelieving))
        .startsWith("topic eyrie-alerts at " + broker.tls())
        .contains("no known authority has signed");
  }

  @Test
  void takes_a_renewed_certificate_without_being_opened_anew() throws Exception {
    TestCertificates stranger =
        TestCertificates.in(Files.createDirectory(home.resolve("stranger")));
    Path certificate = Files.copy(stranger.client(), home.resolve("used.pem"));
    try (OutputRun run =
        open(
            Map.of(
                "bootstrap_servers", broker.tls(),
                "tls", "true",
                "tls_ca", certificates.authority().toString(),
                "tls_certificate", certificate.toString()))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.number(1)))
          .hasMessageContaining("refuses the client certificate");
      Files.writeString(certificate, Files.readString(certificates.client()));
      run.deliver(TestAlerts.number(1));
    }
    assertThat(read(1)).hasSize(1);
  }

  @Test
  void logs_in_and_says_when_the_login_is_refused_without_the_password() throws Exception {
    Map<String, Object> login =
        Map.of(
            "bootstrap_servers", broker.login(),
            "sasl_mechanism", "PLAIN",
            "username", "ann",
            "password", "pass\"word");
    deliver(login, TestAlerts.number(1));
    assertThat(read(1)).hasSize(1);

    Map<String, Object> wrong = new HashMap<>(login);
    wrong.put("password", "secret-word");
    assertThat(failure(wrong))
        .contains("refuses the login")
        .endsWith("check username and password")
        .doesNotContain("secret-word");
  }

  @Test
  void says_when_there_is_no_topic_and_no_broker() throws Exception {
    assertThat(failure(Map.of("topic", "nowhere", "timeout", "1s")))
        .contains("topic nowhere at")
        .contains("did not take alerts in time")
        .endsWith("look whether its brokers run and the topic is there");
    String nobody = "127.0.0.1:" + ServerProcess.freePort();
    assertThat(failure(Map.of("bootstrap_servers", nobody, "timeout", "1s")))
        .startsWith("topic eyrie-alerts at " + nobody + " did not take alerts in time");
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    assertMistake(Map.of("bootstrap_servers", "kafka"), "'kafka' is not HOST:PORT");
    assertMistake(Map.of("bootstrap_servers", List.of()), "names no broker");
    assertMistake(Map.of("topic", "a b"), "'a b' is no name of a topic");
    assertMistake(Map.of("key", "x"), "key: 'x'");
    assertMistake(Map.of("compression", "zstd"), "compression: 'zstd'");
    assertMistake(Map.of("sasl_mechanism", "GSSAPI"), "sasl_mechanism: 'GSSAPI'");
    assertMistake(Map.of("timeout", "1ms"), "timeout: must be from 1s to 1h");
    assertMistake(Map.of("tls_ca", "/nowhere"), "there is no file /nowhere");
  }

  private void assertMistake(Map<String, ?> config, String message) {
    assertThatThrownBy(() -> open(config)).hasMessageContaining(message);
  }

  private String failure(Map<String, ?> config) throws Exception {
    try (OutputRun run = open(config)) {
      run.deliver(TestAlerts.number(1), TestAlerts.number(2));
      return "";
    } catch (PluginException e) {
      assertThat(e.retryable()).isTrue();
      return String.valueOf(e.getMessage());
    }
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static List<ConsumerRecord<String, String>> read(int count) {
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (records.size() < count && System.nanoTime() - end < 0) {
      consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }
    assertThat(records).hasSize(count);
    return records;
  }

  private OutputRun open(Map<String, ?> config) throws PluginException {
    Map<String, Object> all =
        new HashMap<>(Map.of("bootstrap_servers", broker.plain(), "topic", Broker.TOPIC));
    all.putAll(config);
    return OutputRun.open(new KafkaProvider(), all, home);
  }

  private void deliver(Map<String, ?> config, Alert... alerts) throws Exception {
    try (OutputRun run = open(config)) {
      run.deliver(alerts);
      assertThat(run.verdicts().refused()).isEmpty();
    }
  }
}

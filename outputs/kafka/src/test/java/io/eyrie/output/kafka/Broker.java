// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A real broker that is its own controller (KRaft), in a JVM of its own: plain, by TLS, and with a
 * login.
 */
final class Broker implements AutoCloseable {

  static final String TOPIC = "eyrie-alerts";
  static final int PARTITIONS = 3;
  static final int LARGEST_RECORD = 100_000;

  private final ServerProcess process;
  private final int plain;
  private final int tls;
  private final int login;

  private Broker(ServerProcess process, int plain, int tls, int login) {
    this.process = process;
    this.plain = plain;
    this.tls = tls;
    this.login = login;
  }

  /** Starts one with an empty topic; knows the user ann with the password {@code pass"word}. */
  static Broker start(Path folder, TestCertificates certificates) throws Exception {
    int plain = ServerProcess.freePort();
    int tls = ServerProcess.freePort();
    int login = ServerProcess.freePort();
    int controller = ServerProcess.freePort();
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        data.resolve("meta.properties"),
        """
        version=1
        cluster.id=MkU3OEVBNTcwNTJENDM2Qk
        node.id=1
        directory.id=AAAAAAAAAAAAAAAAAAABqQ
        """);
    Path config =
        Files.writeString(
            folder.resolve("server.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%1$d
            listeners=PLAIN://127.0.0.1:%2$d,TLS://localhost:%3$d,LOGIN://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%1$d
            listener.security.protocol.map=PLAIN:PLAINTEXT,TLS:SSL,LOGIN:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT
            controller.listener.names=CONTROLLER
            inter.broker.listener.name=PLAIN
            log.dirs=%5$s
            offsets.topic.replication.factor=1
            auto.create.topics.enable=false
            message.max.bytes=%6$d
            sasl.enabled.mechanisms=PLAIN
            listener.name.login.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_ann="pass\\\\"word";
            ssl.keystore.type=PEM
            ssl.keystore.location=%7$s
            ssl.truststore.type=PEM
            ssl.truststore.location=%8$s
            ssl.client.auth=required
            """
                .formatted(
                    controller,
                    plain,
                    tls,
                    login,
                    data,
                    LARGEST_RECORD,
                    certificates.server(),
                    certificates.authority()));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "kafka.Kafka",
                config.toString()));
    ServerProcess process = ServerProcess.start(folder, command);
    Broker broker = new Broker(process, plain, tls, login);
    process.awaitListening(plain);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.plain()))) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
    return broker;
  }

  String plain() {
    return "127.0.0.1:" + plain;
  }

  String tls() {
    return "localhost:" + tls;
  }

  String login() {
    return "127.0.0.1:" + login;
  }

  @Override
  public void close() {
    process.close();
  }
}

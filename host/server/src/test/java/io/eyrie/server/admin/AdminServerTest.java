// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.server.metrics.MetricKind;
import io.eyrie.server.metrics.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AdminServerTest {

  @TempDir Path home;

  private final FixedHost host = new FixedHost();

  @Test
  void everyCommandGoesThereAndBack() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host)) {
      AdminClient client = new AdminClient(home);

      assertThat(client.status()).isEqualTo(host.status());
      assertThat(client.plugins()).isEqualTo(host.plugins());
      assertThat(client.outputs()).isEqualTo(host.outputs());
      assertThat(client.reload()).isEqualTo(host.reload());
      DeadLetterChoice some = new DeadLetterChoice("http", List.of(4L, 5L));
      assertThat(client.deadLetters(some)).isEqualTo(host.deadLetters(some, 1));
      assertThat(client.retryDeadLetters(some)).isEqualTo(host.retryDeadLetters(some));
      assertThat(client.dropDeadLetters(DeadLetterChoice.ALL))
          .isEqualTo(host.dropDeadLetters(DeadLetterChoice.ALL));
    }
  }

  @Test
  void keysAreInSnakeCase() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host)) {
      assertThat(ask("{\"command\":\"status\"}\n"))
          .startsWith("{\"")
          .contains("\"ok\":true")
          .contains("\"active_rules\":2")
          .endsWith("}\n");
    }
  }

  @Test
  void onlyTheOwnerCanOpenTheSocketAndNothingElseIsLeft() throws Exception {
    try (AdminServer server = AdminServer.open(home, host)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket())))
          .isEqualTo("rw-------");
      try (var files = Files.list(home)) {
        assertThat(files).containsExactly(server.socket());
      }
    }
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void garbageIsAnsweredAndTheConnectionGoesOn() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host);
        SocketChannel channel = connect()) {
      assertThat(exchange(channel, "no json\n")).contains("admin.no_json");
      assertThat(exchange(channel, "\n")).contains("admin.no_command");
      assertThat(exchange(channel, "[1]\n")).contains("admin.no_command");
      assertThat(exchange(channel, "{\"command\":3}\n")).contains("admin.no_command");
      assertThat(exchange(channel, "{\"command\":\"stauts\"}\n"))
          .contains("admin.unknown_command", "did you mean 'status'?");
      assertThat(exchange(channel, "{\"command\":\"status\",\"x\":1}\n"))
          .contains("admin.unknown_key");
      for (String wrong :
          List.of("\"output\":3", "\"numbers\":3", "\"numbers\":[\"3\"]", "\"action\":\"burn\"")) {
        assertThat(exchange(channel, "{\"command\":\"deadletters\"," + wrong + "}\n"))
            .as(wrong)
            .contains("admin.wrong_value");
      }
      assertThat(exchange(channel, "{\"command\":" + "[".repeat(1000) + "\n"))
          .contains("admin.no_json");
      assertThat(exchange(channel, "{\"command\":\"status\"}\n")).contains("\"ok\":true");
    }
  }

  @Test
  void aLineWithoutEndIsRefusedAndTheConnectionEnds() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host);
        SocketChannel channel = connect()) {
      byte[] endless = "x".repeat(AdminSocket.LONGEST_REQUEST).getBytes(StandardCharsets.US_ASCII);
      ByteBuffer bytes = ByteBuffer.wrap(endless);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      assertThat(readLine(channel)).contains("admin.too_long");
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aSilentClientIsClosed() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host, Duration.ofMillis(50));
        SocketChannel channel = connect()) {
      assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
  }

  @Test
  void aSlowCommandKeepsNobodyElseWaiting() throws Exception {
    host.reloading = new CountDownLatch(1);
    try (AdminServer _ = AdminServer.open(home, host);
        SocketChannel slow = connect();
        SocketChannel quick = connect()) {
      slow.write(ByteBuffer.wrap("{\"command\":\"reload\"}\n".getBytes(StandardCharsets.UTF_8)));
      assertThat(exchange(quick, "{\"command\":\"plugins\"}\n")).contains("cloudtrail");
      host.reloading.countDown();
      assertThat(readLine(slow)).contains("\"loaded\":true");
    }
  }

  @Test
  void moreClientsThanPlacesAreTurnedAwayWithAWord() throws Exception {
    SocketChannel[] patient = new SocketChannel[AdminServer.CLIENTS];
    try (AdminServer _ = AdminServer.open(home, host)) {
      for (int i = 0; i < patient.length; i++) {
        patient[i] = connect();
        assertThat(exchange(patient[i], "{\"command\":\"outputs\"}\n")).contains("\"ok\":true");
      }
      try (SocketChannel late = connect()) {
        assertThat(readLine(late)).contains("admin.busy");
      }
      for (SocketChannel channel : patient) {
        channel.close();
      }
    }
  }

  @Test
  void aFaultOfTheHostIsToldWithoutItsDetails() throws Exception {
    host.fault = new IllegalStateException("inside");
    try (AdminServer _ = AdminServer.open(home, host)) {
      assertThatThrownBy(() -> new AdminClient(home).status())
          .isInstanceOf(AdminException.class)
          .hasMessage(
              "the host refused: the command failed inside the host; its log has the details");
    }
  }

  @Test
  void aSocketThatAKilledHostLeftBehindIsReplaced() throws Exception {
    Path socket = home.resolve(AdminSocket.FILE);
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(socket));
    dead.close();
    assertThat(socket).exists();
    assertThatThrownBy(() -> new AdminClient(home).status())
        .hasMessageContaining("the last one left its socket behind");

    try (AdminServer _ = AdminServer.open(home, host)) {
      assertThat(new AdminClient(home).status()).isEqualTo(host.status());
    }
  }

  @Test
  void aSecondHostOnTheHomeIsRefusedAndTheFirstGoesOn() throws Exception {
    try (AdminServer _ = AdminServer.open(home, host)) {
      assertThatThrownBy(() -> AdminServer.open(home, host))
          .isInstanceOf(AdminException.class)
          .hasMessageContaining("another host answers on");
      assertThat(new AdminClient(home).status()).isEqualTo(host.status());
    }
  }

  @Test
  void aPathTooLongForASocketIsSaidInBytes() throws Exception {
    Path deep = Files.createDirectories(home.resolve("d".repeat(100)));
    assertThatThrownBy(() -> AdminServer.open(deep, host))
        .isInstanceOf(AdminException.class)
        .hasMessageContaining("too long for the system")
        .hasMessageContaining("name a home with a shorter path");
    assertThatThrownBy(() -> new AdminClient(deep).status())
        .hasMessageContaining("too long for the system");
  }

  @Test
  void aHomeWithoutAHostIsSaidToBeSo() {
    assertThatThrownBy(() -> new AdminClient(home).status())
        .hasMessage(
            "no host runs on %s: there is no eyrie.sock in it; start one with 'eyrie run', or name its home with --home",
            home);
    assertThatThrownBy(() -> new AdminClient(home.resolve("none")).status())
        .hasMessageContaining("there is no such folder");
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(home.resolve(AdminSocket.FILE)));
  }

  private String ask(String request) throws IOException {
    try (SocketChannel channel = connect()) {
      return exchange(channel, request);
    }
  }

  private static String exchange(SocketChannel channel, String request) throws IOException {
    channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.UTF_8)));
    return readLine(channel);
  }

  private static String readLine(SocketChannel channel) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (channel.read(one.clear()) == 1) {
      line.write(one.get(0));
      if (one.get(0) == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  /** A host that always says the same. */
  private static final class FixedHost implements Administration {

    private volatile CountDownLatch reloading = new CountDownLatch(0);
    private volatile @org.jspecify.annotations.Nullable RuntimeException fault;

    @Override
    public HostStatus status() {
      RuntimeException thrown = fault;
      if (thrown != null) {
        throw thrown;
      }
      return new HostStatus(
          "0.1.0",
          4711,
          "/var/lib/eyrie",
          "2026-11-22T23:59:59Z",
          "r1",
          3,
          2,
          List.of(
              new SourceStatus("kernel", "syscall-ebpf", "syscall", "failed", "no BTF", 10, 1, 2)),
          outputs(),
          new HostStatus.StoreStatus(5, 4096, ""),
          List.of(
              new Sample(
                  "eyrie_a_total",
                  MetricKind.COUNTER,
                  "A.",
                  Map.of("rule", "R"),
                  7_000_000_000L,
                  0,
                  0)));
    }

    @Override
    public List<PluginStatus> plugins() {
      return List.of(
          new PluginStatus(
              "cloudtrail",
              "0.1.0",
              "0.1.0",
              "loaded",
              "",
              "/p/cloudtrail.jar",
              List.of("aws_cloudtrail"),
              List.of()));
    }

    @Override
    public List<OutputStatus> outputs() {
      return List.of(
          new OutputStatus(
              "grpc",
              "grpc",
              "grpc",
              "running",
              "",
              3,
              0,
              0,
              0,
              0,
              0,
              0,
              List.of("127.0.0.1:7411")));
    }

    @Override
    public OutputTest testOutput(String output) {
      return new OutputTest(output, "the receiver said no");
    }

    @Override
    public AlertPage alerts(AlertSearch search) {
      if (search.most() < 1) {
        throw new IllegalArgumentException("a page has 1 to 10,000 alerts");
      }
      return new AlertPage(
          List.of(new AlertPage.Found("line", "{}")), search.text() + search.fields());
    }

    @Override
    public ReloadReport reload() {
      try {
        if (!reloading.await(30, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody let the reload end");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return new ReloadReport(
          true, "r2", 3, List.of(), List.of(), List.of("rules.yaml:1:1: warning"));
    }

    @Override
    public List<DeadLetterStatus> deadLetters(DeadLetterChoice which, int most) {
      return which.numbers().stream()
          .map(number ->
              new DeadLetterStatus(
                  number, which.output(), "00ff", "Rule", "2026-11-22T23:59:59Z", "refused"))
          .toList();
    }

    @Override
    public DeadLetterChange retryDeadLetters(DeadLetterChoice which) {
      return new DeadLetterChange(which.numbers().size(), List.of("output http is not running"));
    }

    @Override
    public DeadLetterChange dropDeadLetters(DeadLetterChoice which) {
      return new DeadLetterChange(which.numbers().size() + 7, List.of());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.OutputContract;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testserver.ServerProcess;
import io.eyrie.testserver.TestAlerts;
import io.eyrie.testserver.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong, and the bytes on the wire; what rsyslog makes of them is a test of its own. */
class SyslogOutputTest {

  @TempDir private Path home;

  @Test
  void keeps_the_contract_of_outputs() throws Exception {
    try (DatagramChannel receiver = DatagramChannel.open()) {
      receiver.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) receiver.getLocalAddress()).getPort();
      OutputContract.of(new SyslogProvider())
          .config(Map.of("address", "udp://127.0.0.1:" + port))
          .verify(home);
    }
  }

  @Test
  void over_tcp_a_message_is_preceded_by_its_length_or_followed_by_a_newline() throws Exception {
    assertThat(received(Map.of())).isEqualTo(counted(message()) + counted(message()));
    assertThat(received(Map.of("framing", "newline")))
        .isEqualTo(message() + "\n" + message() + "\n");
  }

  private String received(Map<String, ?> config) throws Exception {
    try (ServerSocket server = listen()) {
      try (OutputRun run = open(server, config)) {
        run.deliver(TestAlerts.number(1), TestAlerts.number(1));
      }
      try (Socket receiver = server.accept()) {
        return new String(receiver.getInputStream().readAllBytes(), UTF_8);
      }
    }
  }

  @Test
  void connects_anew_when_the_receiver_was_restarted() throws Exception {
    try (ServerSocket server = listen();
        OutputRun run = open(server, Map.of("framing", "newline"))) {
      for (int connection = 0; connection < 2; connection++) {
        run.deliver(TestAlerts.number(1));
        try (Socket receiver = server.accept()) {
          assertThat(receiver.getInputStream().readNBytes(message().length()))
              .isEqualTo(message().getBytes(UTF_8));
        }
      }
    }
  }

  @Test
  void a_receiver_that_does_not_read_is_given_up() throws Exception {
    try (ServerSocket server = listen();
        OutputRun run = open(server, Map.of("timeout", "300ms"))) {
      assertThatThrownBy(() -> run.deliver(TestAlerts.ofLength(8 << 20)))
          .isInstanceOfSatisfying(PluginException.class, e -> assertThat(e.retryable()).isTrue())
          .hasMessage(
              "tcp://localhost:"
                  + server.getLocalPort()
                  + " did not take messages: nobody has read for 300 ms");
    }
  }

  @Test
  void says_what_is_wrong_with_a_certificate() throws Exception {
    TestCertificates authority = TestCertificates.in(home);
    Map<String, Object> believing = Map.of("tls_ca", authority.authority().toString());

    assertThat(overTls(authority.expired(), believing)).contains("a certificate that has expired");
    assertThat(overTls(authority.ofAnotherName(), believing))
        .contains("shows a certificate for another name");
    assertThat(overTls(authority.good(), Map.of())).contains("no known authority has signed");
  }

  private String overTls(SSLContext context, Map<String, ?> config) throws Exception {
    try (ServerSocket server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread accepting =
          Thread.ofVirtual()
              .name("accepting")
              .start(() -> {
                try (Socket socket = server.accept();
                    InputStream in = socket.getInputStream()) {
                  in.readAllBytes();
                } catch (IOException _) {
                  // The client breaks off.
                }
              });
      Map<String, Object> all = new HashMap<>(config);
      all.put("address", "tls://localhost:" + server.getLocalPort());
      try (OutputRun run = OutputRun.open(new SyslogProvider(), all, home)) {
        run.deliver(TestAlerts.number(1));
        return "";
      } catch (PluginException e) {
        assertThat(e.retryable()).isTrue();
        return String.valueOf(e.getMessage());
      } finally {
        accepting.join();
      }
    }
  }

  @Test
  void writes_to_a_unix_socket_of_streams_too() throws Exception {
    Path socket = home.resolve("log");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
      try (OutputRun run =
          OutputRun.open(new SyslogProvider(), Map.of("address", "unix://" + socket), home)) {
        run.deliver(TestAlerts.number(1));
        try (SocketChannel receiver = server.accept()) {
          ByteBuffer bytes = ByteBuffer.allocate(counted(message()).length());
          while (bytes.hasRemaining() && receiver.read(bytes) >= 0) {
            // Until the whole message is there.
          }
          assertThat(new String(bytes.array(), UTF_8)).isEqualTo(counted(message()));
        }
      }
    }
  }

  @Test
  void says_why_a_receiver_can_not_be_reached() throws Exception {
    int port = ServerProcess.freePort();
    assertThat(failure("tcp://127.0.0.1:" + port))
        .isEqualTo("tcp://127.0.0.1:" + port + " can't be reached: nothing listens there");
    assertThat(failure("udp://nowhere.invalid"))
        .isEqualTo(
            "udp://nowhere.invalid:514 can't be found: no name server knows nowhere.invalid");
    assertThat(failure("unix://" + home + "/none"))
        .isEqualTo("unix://" + home + "/none did not take messages: there is no such socket");
    Path file = Files.createFile(home.resolve("file"));
    assertThat(failure("unix://" + file)).endsWith("did not take messages: nobody listens there");
  }

  private String failure(String address) throws Exception {
    try (OutputRun run = OutputRun.open(new SyslogProvider(), Map.of("address", address), home)) {
      run.deliver(TestAlerts.number(1));
      return "";
    } catch (PluginException e) {
      assertThat(e.retryable()).isTrue();
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void a_message_that_no_datagram_holds_is_refused_and_those_behind_it_go_on() throws Exception {
    try (java.net.DatagramSocket receiver =
            new java.net.DatagramSocket(0, InetAddress.getLoopbackAddress());
        OutputRun run =
            OutputRun.open(
                new SyslogProvider(),
                Map.of("address", "udp://localhost:" + receiver.getLocalPort()),
                home)) {
      run.deliver(TestAlerts.ofLength(70_000), TestAlerts.number(1));

      assertThat(run.verdicts().refused().values())
          .singleElement()
          .asString()
          .contains("do not fit into a datagram of 65507")
          .endsWith("use tcp or tls");
      DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
      receiver.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), UTF_8)).isEqualTo(message());
    }
  }

  @Test
  void refuses_a_configuration_that_can_not_work() {
    for (String address :
        List.of("logs:514", "tcp:///x", "tcp://a/b", "unix://dev/log", "udp://u@h", "tcp://[")) {
      assertMistake(Map.of("address", address), "address: '" + address + "' can't be used");
    }
    assertMistake(Map.of("facility", "local8"), "facility: 'local8' is none of");
    assertMistake(Map.of("protocol", "cef"), "protocol: 'cef'");
    assertMistake(Map.of("framing", "x"), "framing: 'x'");
    assertMistake(Map.of("app_name", "a b"), "app_name: must be 1 to 32 visible ASCII");
    assertMistake(Map.of("timeout", "0s"), "timeout: must be above zero");
  }

  private void assertMistake(Map<String, ?> config, String message) {
    Map<String, Object> all = new HashMap<>(Map.of("address", "tcp://localhost:1"));
    all.putAll(config);
    assertThatThrownBy(() -> OutputRun.open(new SyslogProvider(), all, home))
        .hasMessageContaining(message);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private OutputRun open(ServerSocket server, Map<String, ?> config) throws PluginException {
    Map<String, Object> all = new HashMap<>(config);
    all.put("address", "tcp://localhost:" + server.getLocalPort());
    return OutputRun.open(new SyslogProvider(), all, home);
  }

  private static String message() {
    return "<132>1 2026-01-01T00:00:01.123456Z host-1 eyrie "
        + ProcessHandle.current().pid()
        + " alert [eyrie@32473 id=\"00000000000000000000000000000001\" rule=\"Sensitive file read\""
        + " source=\"syscall\" tags=\"host,mitre_credential_access\"] "
        + TestAlerts.number(1).json();
  }

  private static String counted(String message) {
    return message.getBytes(UTF_8).length + " " + message;
  }
}

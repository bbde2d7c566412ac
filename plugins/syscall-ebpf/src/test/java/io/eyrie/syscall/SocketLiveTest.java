// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.RecordingSink.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections over loopback on the running kernel. */
final class SocketLiveTest {

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void aConnectionHasBothItsEndsClientFirst() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("connect");
        ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      long fd = trigger.call(Calls.SOCKET, Calls.AF_INET, Calls.SOCK_STREAM, 0);
      byte[] address = Addresses.internet("127.0.0.1", server.getLocalPort());
      assertThat(trigger.call(Calls.CONNECT, fd, address, address.length)).isZero();
      try (Socket accepted = server.accept()) {
        assertThat(connect(live, trigger))
            .containsEntry("evt.res", "SUCCESS")
            .containsEntry("fd.num", Long.toString(fd))
            .containsEntry("fd.typechar", "4")
            .containsEntry(
                "fd.name",
                "127.0.0.1:" + accepted.getPort() + "->127.0.0.1:" + server.getLocalPort());
      }
    }
  }

  @Test
  void soHasOneOverVersionSix() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("connect");
        ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("::1"))) {
      long fd = trigger.call(Calls.SOCKET, Calls.AF_INET6, Calls.SOCK_STREAM, 0);
      byte[] address = Addresses.internet("::1", server.getLocalPort());
      assertThat(trigger.call(Calls.CONNECT, fd, address, address.length)).isZero();
      try (Socket accepted = server.accept()) {
        assertThat(connect(live, trigger))
            .containsEntry("fd.typechar", "6")
            .containsEntry(
                "fd.name", "::1:" + accepted.getPort() + "->::1:" + server.getLocalPort());
      }
    }
  }

  @Test
  void aRefusedConnectionNamesNothingButItsErrorAndDescriptor() throws Exception {
    int port;
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      port = server.getLocalPort();
    }
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("connect")) {
      long fd = trigger.call(Calls.SOCKET, Calls.AF_INET, Calls.SOCK_STREAM, 0);
      byte[] address = Addresses.internet("127.0.0.1", port);
      assertThat(trigger.call(Calls.CONNECT, fd, address, address.length)).isEqualTo(-111);

      assertThat(connect(live, trigger))
          .containsEntry("evt.res", "ECONNREFUSED")
          .containsEntry("fd.typechar", "4")
          .containsEntry("fd.num", Long.toString(fd))
          // As the peers have it: a failed connect leaves the socket's name as it was.
          .containsEntry("fd.name", "");
    }
  }

  @Test
  void aUnixSocketHasItsPath() throws Exception {
    String path = folder.resolve("socket").toString();
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("connect", "accept")) {
      byte[] address = Addresses.unix(path);
      long server = trigger.call(Calls.SOCKET, Calls.AF_UNIX, Calls.SOCK_STREAM, 0);
      assertThat(trigger.call(Calls.BIND, server, address, address.length)).isZero();
      assertThat(trigger.call(Calls.LISTEN, server, 1)).isZero();
      long client = trigger.call(Calls.SOCKET, Calls.AF_UNIX, Calls.SOCK_STREAM, 0);
      assertThat(trigger.call(Calls.CONNECT, client, address, address.length)).isZero();
      assertThat(trigger.call(Calls.ACCEPT, server, 0, 0)).isNotNegative();

      Map<String, String> connected = connect(live, trigger);
      assertThat(connected).containsEntry("fd.typechar", "u");
      assertThat(connected.get("fd.name")).matches("[0-9a-f]+->[0-9a-f]+ " + path);
      Map<String, String> accepted = event(live, trigger, "accept");
      assertThat(accepted).containsEntry("fd.typechar", "u").containsEntry("evt.res", "SUCCESS");
      assertThat(accepted.get("fd.name")).matches("[0-9a-f]+->[0-9a-f]+ " + path);
    }
  }

  @Test
  void anAcceptedConnectionHasTheClientFirst() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        LiveSource live = new LiveSource(folder, Map.of()).watching("accept4", "close")) {
      long server = trigger.call(Calls.SOCKET, Calls.AF_INET6, Calls.SOCK_STREAM, 0);
      assertThat(trigger.call(Calls.LISTEN, server, 1)).isZero();
      int port = listeningPort(trigger, server);
      try (Socket client = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        long fd = trigger.call(Calls.ACCEPT4, server, 0, 0, 0);
        String name = "127.0.0.1:" + client.getLocalPort() + "->127.0.0.1:" + port;

        // A client of version 4 on a socket of version 6: both ends are of version 4.
        assertThat(event(live, trigger, "accept4"))
            .containsEntry("fd.num", Long.toString(fd))
            .containsEntry("fd.typechar", "4")
            .containsEntry("fd.name", name);
        assertThat(trigger.call(Calls.CLOSE, fd)).isZero();
        live.await(
            "close of the connection",
            e -> e.type().equals("close") && name.equals(e.field("fd.name")));
      }
    }
  }

  /** The port that listening chose, by the system's own table. */
  private static int listeningPort(TriggerProcess trigger, long server) throws IOException {
    Path process = Path.of("/proc", Long.toString(trigger.pid()));
    String inode =
        Files.readSymbolicLink(process.resolve("fd").resolve(Long.toString(server)))
            .toString()
            .replaceAll("\\D", "");
    return Files.readAllLines(process.resolve("net/tcp6")).stream()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length > 9 && words[9].equals(inode))
        .map(words -> Integer.parseInt(words[1].substring(33), 16))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> connect(LiveSource live, TriggerProcess trigger)
      throws Exception {
    return event(live, trigger, "connect");
  }

  private static Map<String, String> event(LiveSource live, TriggerProcess trigger, String type)
      throws Exception {
    Seen event =
        live.await(
            type,
            e -> e.type().equals(type) && Long.toString(trigger.pid()).equals(e.field("proc.pid")));
    return event.fields();
  }
}

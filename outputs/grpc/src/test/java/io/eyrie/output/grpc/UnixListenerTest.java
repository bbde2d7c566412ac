// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import static io.eyrie.output.grpc.Served.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.alerts.AlertClient;
import io.eyrie.alerts.AlertStream;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.api.error.PluginException;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.MemoryAlertLog;
import io.eyrie.testkit.MemoryOutputContext;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Serving on a socket in the file system. */
class UnixListenerTest {

  @TempDir Path folder;

  private final MemoryAlertLog log = new MemoryAlertLog();

  private Served serve(String bind, String mode) throws Exception {
    return new Served(
        log, MemoryOutputContext.of("alerts", folder), Map.of("bind", bind, "socket_mode", mode));
  }

  private Path socket() {
    return folder.resolve("alerts.sock");
  }

  @Test
  void serves_alerts_there_with_the_permissions_that_are_configured() throws Exception {
    for (int n = 1; n <= 2000; n++) {
      log.append(MadeAlert.number(n));
    }
    SubscribeRequest all =
        SubscribeRequest.newBuilder().setStart(StartPosition.START_POSITION_OLDEST).build();
    try (Served served = serve("unix://" + socket(), "0660");
        AlertClient other = AlertClient.connect("unix:" + socket());
        AlertStream stream = served.client.subscribe(all);
        AlertStream second = other.subscribe(all)) {
      assertThat(served.address()).isEqualTo("unix:" + socket());
      assertThat(Files.getPosixFilePermissions(socket()))
          .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(socket());
      }
      for (int n = 1; n <= 2000; n++) {
        assertThat(next(stream).getAlert().getMessage()).isEqualTo("event " + n);
        assertThat(next(second).getAlert().getMessage()).isEqualTo("event " + n);
      }
      assertThat(other.sources()).isEmpty();
    }
    assertThat(socket()).doesNotExist();
  }

  @Test
  void replaces_what_a_killed_host_left_behind_and_nothing_else() throws Exception {
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(socket()));
      refused("unix:" + socket(), "a program serves there");
    }
    assertThat(socket()).exists();
    try (Served served = serve("unix:" + socket(), "0600")) {
      assertThat(served.client.sources()).isEmpty();
    }
    Files.writeString(socket(), "precious");
    refused("unix:" + socket(), "is there and is no socket: remove it");
    assertThat(socket()).hasContent("precious");
  }

  @Test
  void says_what_is_wrong_with_an_address_of_this_kind() {
    refused("unix:alerts.sock", "no absolute path; write one such as unix:/run/eyrie/alerts.sock");
    refused("unix:/" + "x".repeat(120), "the path has 121 bytes, the system takes 103");
    refused("unix:" + folder.resolve("none/alerts.sock"), "there is no folder");
    assertThatThrownBy(() -> serve("unix:" + socket(), "rwx").close())
        .hasMessageContaining("socket_mode 'rwx' of output alerts: write three octal digits");
  }

  private void refused(String bind, String message) {
    assertThatThrownBy(() -> serve(bind, "0600").close())
        .isInstanceOf(PluginException.class)
        .hasMessageContaining(message);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimedStreamTest {

  @Test
  void gives_up_a_reader_that_does_not_read() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket reader = server.accept();
        TimedStream stream =
            new TimedStream(
                "test-write", socket.getOutputStream(), socket, Duration.ofMillis(300))) {
      stream.write(new byte[] {7});
      assertThat(reader.getInputStream().read()).isEqualTo(7);

      assertThatThrownBy(() -> stream.write(new byte[64 << 20]))
          .isInstanceOf(TimedStream.Stalled.class)
          .hasMessage("nobody has read for 300 ms");
      assertThat(socket.isClosed()).isTrue();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.syscall.container.PlainServer;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back for a GET, and what is refused. */
final class HttpGetTest {

  @TempDir Path folder;

  @Test
  void aBodyOfKnownLengthIsRead() throws Exception {
    HttpAnswer answer = ask(PlainServer.json("{\"a\":\"é\"}"), Duration.ofSeconds(30));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(text(answer)).isEqualTo("{\"a\":\"é\"}");
  }

  @Test
  void aBodyInChunksIsPutTogether() throws Exception {
    HttpAnswer answer = ask(PlainServer.missing(), Duration.ofSeconds(30));
    assertThat(answer.status()).isEqualTo(404);
    assertThat(text(answer)).startsWith("{\"message\":\"gone\"}");
  }

  @Test
  void aBodyOfUnknownLengthGoesOnToTheEnd() throws Exception {
    assertThat(text(ask("HTTP/1.0 200 OK\r\n\r\nall of it", Duration.ofSeconds(30))))
        .isEqualTo("all of it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 twohundred OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        "HTTP/1.1 200 OK\r\nno header\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n",
      })
  void whatIsNotHttpIsRefused(String answer) {
    assertThatThrownBy(() -> ask(answer, Duration.ofSeconds(30)))
        .isInstanceOfAny(IOException.class, EOFException.class);
  }

  @Test
  void whoNeverAnswersIsLeftAtTheDeadline() {
    assertThatThrownBy(() -> ask("", Duration.ofMillis(50)))
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessage("no answer within 50 ms");
  }

  @Test
  void aSocketThatNobodyListensOnRefuses() throws Exception {
    Path socket = folder.resolve("left.sock");
    ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    left.bind(UnixDomainSocketAddress.of(socket));
    left.close();
    assertThatThrownBy(() -> HttpGet.ask(socket, "/", Deadline.in(Duration.ofSeconds(30))))
        .isInstanceOf(ConnectException.class);
  }

  private HttpAnswer ask(String answer, Duration limit) throws IOException {
    Path socket = folder.resolve("a.sock");
    try (PlainServer _ = new PlainServer(socket, _ -> answer)) {
      return HttpGet.ask(socket, "/x?y=1", Deadline.in(limit));
    }
  }

  private static String text(HttpAnswer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}

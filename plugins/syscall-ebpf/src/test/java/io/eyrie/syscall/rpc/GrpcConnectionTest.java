// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.syscall.container.GrpcServer;
import io.eyrie.syscall.container.PlainServer;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls of a real server. */
final class GrpcConnectionTest {

  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path folder;

  @Test
  void anAnswerComesBackWhole() throws Exception {
    try (GrpcServer server = new GrpcServer(socket());
        GrpcConnection connection = open(LONG)) {
      server.serving("a.B/Twice", (request, _) -> concat(request, request));
      for (int length : new int[] {0, 1, 100, 9_000}) {
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 7);
        GrpcAnswer answer = connection.call("a.B/Twice", Map.of(), message);
        assertThat(answer.status()).isEqualTo(GrpcAnswer.OK);
        assertThat(answer.message()).isEqualTo(concat(message, message));
      }
    }
  }

  @Test
  void anAnswerLargerThanAnyFrameComesBackWhole() throws Exception {
    byte[] large = new byte[3_000_000];
    large[2_999_999] = 1;
    try (GrpcServer server = new GrpcServer(socket());
        GrpcConnection connection = open(LONG)) {
      server.serving("a.B/Large", (_, _) -> large);
      for (int i = 0; i < 8; i++) {
        assertThat(connection.call("a.B/Large", Map.of(), new byte[0]).message()).isEqualTo(large);
      }
    }
  }

  @Test
  void metadataArrivesAndReasonsComeBack() throws Exception {
    Metadata.Key<String> key = Metadata.Key.of("x-word", Metadata.ASCII_STRING_MARSHALLER);
    try (GrpcServer server = new GrpcServer(socket());
        GrpcConnection connection = open(LONG)) {
      server.serving(
          "a.B/Fail",
          (_, headers) -> {
            throw Status.UNAVAILABLE
                .withDescription("word " + headers.get(key))
                .asRuntimeException();
          });
      for (int i = 0; i < 3; i++) {
        GrpcAnswer answer =
            connection.call("a.B/Fail", Map.of("x-word", "w".repeat(300)), new byte[0]);
        assertThat(answer.status()).isEqualTo(14);
        assertThat(answer.reason()).isEqualTo("word " + "w".repeat(300));
      }
      assertThat(connection.call("a.B/Nothing", Map.of(), new byte[0]).status())
          .isEqualTo(GrpcAnswer.UNIMPLEMENTED);
    }
  }

  @Test
  void whoNeverAnswersIsLeftAtTheDeadline() throws Exception {
    try (GrpcServer server = new GrpcServer(socket());
        GrpcConnection connection = open(Duration.ofMillis(300))) {
      server.serving("a.B/Hang", (_, _) -> null);
      assertThatThrownBy(() -> connection.call("a.B/Hang", Map.of(), new byte[0]))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void whoSpeaksAnotherProtocolIsRefused() throws Exception {
    try (PlainServer _ = new PlainServer(socket(), _ -> "HTTP/1.1 400 Bad Request\r\n\r\n");
        GrpcConnection connection = open(LONG)) {
      assertThatThrownBy(() -> connection.call("a.B/C", Map.of(), new byte[0]))
          .isInstanceOf(IOException.class);
    }
  }

  private Path socket() {
    return folder.resolve("g.sock");
  }

  private GrpcConnection open(Duration limit) throws IOException {
    return GrpcConnection.open(socket(), Deadline.in(limit));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = new byte[a.length + b.length];
    System.arraycopy(a, 0, both, 0, a.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}

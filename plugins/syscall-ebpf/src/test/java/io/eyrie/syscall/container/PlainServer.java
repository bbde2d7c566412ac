// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/**
 * Listens on a Unix socket, reads a request of HTTP up to its empty line and answers with the bytes
 * that a test made; an answer of null leaves the asker waiting.
 */
public final class PlainServer implements AutoCloseable {

  private final ServerSocketChannel listener;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private final List<String> targets = new CopyOnWriteArrayList<>();

  /** Listens. */
  public PlainServer(Path socket, UnaryOperator<String> answers) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofPlatform()
        .daemon()
        .name("plain-server")
        .start(() -> {
          while (listener.isOpen()) {
            try {
              serve(listener.accept(), answers);
            } catch (IOException e) {
              // The asker has gone, or the test is over.
            }
          }
        });
  }

  private void serve(SocketChannel asker, UnaryOperator<String> answers) throws IOException {
    open.add(asker);
    StringBuilder request = new StringBuilder();
    ByteBuffer some = ByteBuffer.allocate(4096);
    while (request.indexOf("\r\n\r\n") < 0 && asker.read(some.clear()) > 0) {
      request.append(StandardCharsets.ISO_8859_1.decode(some.flip()));
    }
    String target = request.toString().split(" ", 3)[1];
    targets.add(target);
    String answer = answers.apply(target);
    if (!answer.isEmpty()) {
      asker.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
      asker.close();
    }
  }

  /** What was asked for, in order. */
  public List<String> targets() {
    return targets;
  }

  /** An answer of JSON in one piece. */
  public static String json(String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  /** There is no such thing. */
  public static String missing() {
    return """
    HTTP/1.1 404 Not Found\r
    Transfer-Encoding: chunked\r
    \r
    5\r
    {"mes\r
    11;ext=1\r
    sage":"gone"}....\r
    0\r
    \r
    """;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A container engine with Docker's protocol on a Unix socket that takes its time: it knows one
 * container, tells of it late, and of all others never answers.
 */
final class SlowEngine implements AutoCloseable {

  /**
   * Far within the 500 ms that events wait at most, since a busy machine needs some of them too.
   */
  private static final long LATE_MILLIS = 100;

  private final ServerSocketChannel listener;
  private final List<SocketChannel> open = new CopyOnWriteArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /**
   * Listens.
   *
   * @param known the id of the container that it knows
   */
  SlowEngine(Path socket, String known, String name, String image) throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket));
    String container =
        """
        {"Id": "%s", "Name": "/%s", "Image": "sha256:1", "Config": {"Image": "%s", "Labels": {}},
         "HostConfig": {"Privileged": false}, "Mounts": [], "NetworkSettings": {}}\
        """
            .formatted(known, name, image);
    Thread.ofPlatform()
        .daemon()
        .name("slow-engine")
        .start(() -> {
          while (listener.isOpen()) {
            try {
              take(listener.accept(), known, container);
            } catch (IOException _) {
              // Whoever asked has gone, or the test is over.
            }
          }
        });
  }

  private void take(SocketChannel asker, String known, String container) throws IOException {
    open.add(asker);
    StringBuilder request = new StringBuilder();
    ByteBuffer some = ByteBuffer.allocate(4096);
    while (request.indexOf("\r\n\r\n") < 0 && asker.read(some.clear()) > 0) {
      request.append(ISO_8859_1.decode(some.flip()));
    }
    String target = request.toString().split(" ", 3)[1];
    asked.add(target);
    if (target.equals("/containers/" + known + "/json")) {
      CompletableFuture.delayedExecutor(LATE_MILLIS, TimeUnit.MILLISECONDS)
          .execute(() -> answer(asker, container));
    } else if (target.startsWith("/images/")) {
      answer(asker, "{\"RepoDigests\": [], \"RepoTags\": []}");
    }
  }

  private static void answer(SocketChannel asker, String body) {
    String answer =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    try {
      asker.write(ByteBuffer.wrap(answer.getBytes(UTF_8)));
      asker.close();
    } catch (IOException _) {
      // Whoever asked has gone.
    }
  }

  /** What was asked for. */
  List<String> asked() {
    return asked;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (SocketChannel channel : open) {
      channel.close();
    }
  }
}

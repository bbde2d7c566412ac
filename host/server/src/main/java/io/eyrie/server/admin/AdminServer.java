// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers on the admin socket of one home.
 *
 * <p>The socket is made in a folder that nobody else can enter and moved to its name with mode
 * 0600, so that there is no moment in which others could connect. A socket that a killed host left
 * behind is taken away; one that answers is another host's.
 *
 * <p>At most {@value #CLIENTS} clients are served at once, each by a virtual thread; a client has
 * half a minute to send a line and to take the answer.
 */
public final class AdminServer implements AutoCloseable {

  static final int CLIENTS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path socket;
  private final ServerSocketChannel listener;
  private final AdminRequests requests;
  private final Duration patience;
  private final Semaphore places = new Semaphore(CLIENTS);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor deadlines;
  private final Thread acceptor;
  private volatile boolean closed;

  private AdminServer(
      Path socket, ServerSocketChannel listener, Administration host, Duration patience) {
    this.socket = socket;
    this.listener = listener;
    this.requests = new AdminRequests(host);
    this.patience = patience;
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("eyrie-admin-deadlines").factory());
    this.deadlines.setRemoveOnCancelPolicy(true);
    this.acceptor = Thread.ofPlatform().daemon().name("eyrie-admin").unstarted(this::accept);
  }

  /**
   * Begins to answer.
   *
   * @param home exists and is writable
   * @throws AdminException if another host answers there already, or the socket can't be made
   */
  public static AdminServer open(Path home, Administration host) throws AdminException {
    return open(home, host, PATIENCE);
  }

  static AdminServer open(Path home, Administration host, Duration patience) throws AdminException {
    Path socket = home.resolve(AdminSocket.FILE);
    refuseIfAnswered(socket);
    ServerSocketChannel listener = null;
    try {
      listener = listen(home, socket);
      AdminServer server = new AdminServer(socket, listener, host, patience);
      server.acceptor.start();
      return server;
    } catch (IOException e) {
      closeQuietly(listener);
      throw new AdminException(
          "the admin socket " + socket + " can't be made: " + e.getMessage(), e);
    }
  }

  /** The file of the socket. */
  public Path socket() {
    return socket;
  }

  private static void refuseIfAnswered(Path socket) throws AdminException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      AdminSocket.address(socket);
      return;
    }
    try (SocketChannel _ = SocketChannel.open(AdminSocket.address(socket))) {
      throw new AdminException(
          "another host answers on "
              + socket
              + "; stop it ('eyrie status' shows its process), or name another home",
          null);
    } catch (IOException _) {
      LOG.debug("{} was left behind by a host that is gone", socket);
    }
  }

  private static ServerSocketChannel listen(Path home, Path socket)
      throws IOException, AdminException {
    // Shorter than the socket's own name, so that it never needs more room in the address.
    Path folder = home.resolve(".adm");
    Path made = folder.resolve("s");
    Files.deleteIfExists(made);
    Files.deleteIfExists(folder);
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(AdminSocket.address(made), CLIENTS);
      Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
      try {
        Files.move(made, socket, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        throw new IOException("it can't be moved to its name", e);
      }
      return listener;
    } catch (IOException | AdminException | RuntimeException e) {
      closeQuietly(listener);
      Files.deleteIfExists(made);
      throw e;
    } finally {
      Files.deleteIfExists(folder);
    }
  }

  private void accept() {
    int number = 0;
    while (!closed) {
      SocketChannel client;
      try {
        client = listener.accept();
      } catch (ClosedChannelException _) {
        return;
      } catch (IOException e) {
        if (!pauseAfter(e)) {
          return;
        }
        continue;
      }
      if (places.tryAcquire()) {
        clients.add(client);
        Thread.ofVirtual().name("eyrie-admin-client-" + ++number).start(() -> serve(client));
      } else {
        turnAway(client);
      }
    }
  }

  /** Out of descriptors, most likely: tried again, but not in a circle. */
  private boolean pauseAfter(IOException e) {
    if (closed) {
      return false;
    }
    LOG.warn("a client of the admin socket could not be let in", e);
    try {
      TimeUnit.SECONDS.sleep(1);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void turnAway(SocketChannel client) {
    try (client) {
      client.configureBlocking(false);
      client.write(
          ByteBuffer.wrap(
              requests
                  .failure("admin.busy", "too many clients at once; try again in a moment")
                  .getBytes(StandardCharsets.UTF_8)));
    } catch (IOException _) {
      // It has gone by itself.
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      RequestLines lines = new RequestLines(client, AdminSocket.LONGEST_REQUEST);
      while (!closed) {
        @Nullable String line;
        try (Deadline _ = new Deadline(client)) {
          line = lines.next();
        }
        if (line == null && !lines.tooLong()) {
          return;
        }
        String answer =
            line == null
                ? requests.failure(
                    "admin.too_long",
                    "a request has at most " + AdminSocket.LONGEST_REQUEST + " bytes")
                : requests.answer(line);
        try (Deadline _ = new Deadline(client)) {
          ByteBuffer bytes = ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8));
          while (bytes.hasRemaining()) {
            client.write(bytes);
          }
        }
        if (line == null) {
          return;
        }
      }
    } catch (IOException e) {
      LOG.debug("a client of the admin socket went away", e);
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  /** Closes the connection when what it stands around has not ended in time. */
  private final class Deadline implements AutoCloseable {
    private final ScheduledFuture<?> end;

    Deadline(SocketChannel client) {
      this.end =
          deadlines.schedule(
              () -> closeQuietly(client), patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      end.cancel(false);
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (Exception _) {
      // Nothing that was promised depends on it.
    }
  }

  /** Ends all connections and takes the socket away. */
  @Override
  public void close() {
    closed = true;
    closeQuietly(listener);
    clients.forEach(AdminServer::closeQuietly);
    deadlines.shutdownNow();
    acceptor.interrupt();
    try {
      acceptor.join(Duration.ofSeconds(5));
      Files.deleteIfExists(socket);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("the admin socket {} could not be taken away; the next host will", socket, e);
    }
  }
}

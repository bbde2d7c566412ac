// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections, a bounded number at a time, and goes on after failures.
 *
 * <p>gRPC's own loop ends for ever at the first connection that can't be accepted, which a lack of
 * descriptors is enough for, and takes as many connections as come.
 */
abstract class Listener extends ServerSocket {

  private static final Logger LOG = System.getLogger("io.eyrie.output.grpc");
  private static final long PAUSE_MILLIS = 100;

  private final Semaphore free;
  private final Bounds bounds;

  /**
   * What connections are held to.
   *
   * @param most how many are open at once; those beyond are closed
   * @param refused counts those
   * @param connections gets to know the others
   */
  record Bounds(int most, LongAdder refused, Connections connections) {}

  /** Makes a listener that is not bound. */
  Listener(Bounds bounds) throws IOException {
    this.free = new Semaphore(bounds.most());
    this.bounds = bounds;
  }

  /**
   * Accepts one connection.
   *
   * @param onClose to be called once when it is closed
   */
  abstract Socket connection(Runnable onClose) throws IOException;

  @Override
  public final Socket accept() throws IOException {
    while (true) {
      Place place = new Place();
      Socket socket;
      try {
        socket = connection(place::giveBack);
      } catch (IOException e) {
        if (isClosed() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LOG.log(Level.WARNING, "a connection to {0} could not be accepted: {1}", this, e);
        pause();
        continue;
      }
      if (place.take(socket)) {
        return socket;
      }
      bounds.refused().increment();
      socket.close();
    }
  }

  /** What one connection has of the bound. */
  private final class Place {

    private final AtomicBoolean taken = new AtomicBoolean();

    private volatile @Nullable Socket connection;

    boolean take(Socket socket) {
      boolean got = free.tryAcquire();
      if (got) {
        connection = socket;
        taken.set(true);
        bounds.connections().opened(socket);
      }
      return got;
    }

    void giveBack() {
      Socket socket = connection;
      if (taken.compareAndSet(true, false)) {
        free.release();
        bounds.connections().closed(Objects.requireNonNull(socket));
      }
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

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
  private final LongAdder refused;

  /**
   * Makes a listener that is not bound.
   *
   * @param most how many connections are open at once; those beyond are closed
   * @param refused counts those
   */
  Listener(int most, LongAdder refused) throws IOException {
    this.free = new Semaphore(most);
    this.refused = refused;
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
      if (place.take()) {
        return socket;
      }
      refused.increment();
      socket.close();
    }
  }

  /** What one connection has of the bound. */
  private final class Place {

    private final AtomicBoolean taken = new AtomicBoolean();

    boolean take() {
      boolean got = free.tryAcquire();
      taken.set(got);
      return got;
    }

    void giveBack() {
      if (taken.compareAndSet(true, false)) {
        free.release();
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

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback for servers that are ended and started again: nobody else is given one of
 * them meanwhile, neither a test beside nor a program that asks the kernel for any.
 */
final class FreePorts {

  private static final int BEGIN = 10_000;

  /** Where the kernel begins with those that it gives to whoever asks for any. */
  private static final int END = 32_768;

  private static final AtomicInteger NEXT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(END - BEGIN));

  private FreePorts() {}

  /** The next one that is free; each is answered once. */
  static int next() throws IOException {
    for (int tries = 0; tries < END - BEGIN; tries++) {
      int port = BEGIN + Math.floorMod(NEXT.getAndIncrement(), END - BEGIN);
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (BindException _) {
        // Another one's.
      }
    }
    throw new IOException("no port from %d to %d is free".formatted(BEGIN, END - 1));
  }
}

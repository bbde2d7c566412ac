// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real server, started by a test and ended with it. What it says goes to a file. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Path log;

  private ServerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a server.
   *
   * @param folder where it is started and its log is kept
   */
  public static ServerProcess start(Path folder, List<String> command) throws IOException {
    Path log = folder.resolve("server.log");
    return new ServerProcess(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start(),
        log);
  }

  /** A port that nobody listens on at this moment. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until somebody listens on the port of 127.0.0.1. */
  public void awaitListening(int port) throws IOException, InterruptedException {
    await(() -> listens(port));
  }

  /** Something that a server will have done sooner or later. */
  public interface Condition {
    /** Whether it has. */
    boolean met() throws IOException;
  }

  /**
   * Waits for a condition; fails with the server's log when it does not come or the server ends.
   */
  public void await(Condition condition) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.met()) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new AssertionError(
            "the server %s: %s"
                .formatted(
                    process.isAlive() ? "is not ready" : "has ended", Files.readString(log)));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** Sends it the signal that ends it, and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

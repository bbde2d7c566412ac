// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.rpc.Deadline;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A socket on which an engine should listen, and how it has fared. One that hangs or refuses is
 * left alone for a while, longer each time, so that it holds up nobody. Safe for several threads.
 */
final class EngineSocket {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final long FIRST_PAUSE_NANOS = 200_000_000;
  private static final int MOST_DOUBLINGS = 8;

  private final EngineKind kind;
  private final Path path;
  private int failures;
  private long nextTryNanos;
  private @Nullable String trouble;

  EngineSocket(EngineKind kind, Path path) {
    this.kind = kind;
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Why it can't be asked, for the operator; null when it can. */
  synchronized @Nullable String trouble() {
    return trouble;
  }

  /**
   * Asks for a container.
   *
   * @throws IOException when it failed now or is left alone after failing
   */
  Optional<ContainerFacts> find(String id) throws IOException {
    synchronized (this) {
      if (failures > 0 && System.nanoTime() - nextTryNanos < 0) {
        throw new IOException(String.valueOf(trouble));
      }
    }
    try {
      Optional<ContainerFacts> found = kind.engine().find(path, id, Deadline.in(LIMIT));
      answered();
      return found;
    } catch (IOException e) {
      failed(e);
      throw e;
    }
  }

  private synchronized void answered() {
    failures = 0;
    trouble = null;
  }

  private synchronized void failed(IOException cause) {
    String words = cause.getMessage();
    trouble = kind.key() + " " + path + ": " + (words == null ? cause.toString() : words);
    boolean nobody =
        cause instanceof SocketTimeoutException
            || cause instanceof ConnectException
            || cause instanceof SocketException;
    if (nobody) {
      nextTryNanos = System.nanoTime() + (FIRST_PAUSE_NANOS << Math.min(failures, MOST_DOUBLINGS));
      failures++;
    }
  }
}

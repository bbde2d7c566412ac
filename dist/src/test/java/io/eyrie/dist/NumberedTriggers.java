// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.FileInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens numbered files and makes loopback connections to numbered addresses, one of each after the
 * other at a steady pace, and remembers when each was done.
 *
 * <p>The number of a connection is in the last two bytes of its address: all of 127.0.0.0/8 is this
 * machine.
 */
final class NumberedTriggers implements AutoCloseable {

  static final String OPENED = "Numbered open";
  static final String CONNECTED = "Numbered connect";

  /** Between two numbers; what an agent does not lose is not a matter of speed here. */
  private static final long PACE_MILLIS = 2;

  /** More than the addresses would come around again. */
  private static final int MOST = 60_000;

  private final Path folder;
  private final ServerSocket listener;
  private final Thread acceptor;
  private final Thread thread;
  private final List<Done> done = new ArrayList<>();
  private volatile boolean stopping;
  private volatile @Nullable IOException failure;

  /**
   * A number that was triggered.
   *
   * @param before when its open began
   * @param between when its open was over and its connection began
   * @param after when its connection was over
   */
  record Done(int number, Instant before, Instant between, Instant after) {}

  private NumberedTriggers(Path folder) throws IOException {
    this.folder = Files.createDirectory(folder);
    listener = new ServerSocket(0, 512);
    acceptor = Thread.ofPlatform().daemon().name("acceptor").unstarted(this::accept);
    thread = Thread.ofPlatform().daemon().name("triggers").unstarted(this::go);
  }

  /** Prepares triggers in a folder that is made for them. */
  static NumberedTriggers in(Path folder) throws IOException {
    return new NumberedTriggers(folder);
  }

  /** The two rules that see them. */
  String rules() {
    return """
    - rule: %s
      desc: A numbered file is opened for reading.
      source: syscall
      condition: evt.type in (open, openat, openat2) and evt.is_open_read = true and fd.name startswith '%s/trigger-'
      output: opened %%fd.name
      priority: NOTICE

    - rule: %s
      desc: A connection is made to a numbered address.
      source: syscall
      condition: evt.type = connect and fd.name endswith ':%d'
      output: connected %%fd.name
      priority: NOTICE
    """
        .formatted(OPENED, folder, CONNECTED, listener.getLocalPort());
  }

  /** Begins with number 0. */
  void start() {
    acceptor.start();
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        listener.accept().close();
      }
    } catch (IOException _) {
      // Closed: this is how it ends.
    }
  }

  private void go() {
    try {
      for (int number = 0; number < MOST && !stopping; number++) {
        Path file = Files.createFile(folder.resolve("trigger-" + number));
        Instant before = Instant.now();
        new FileInputStream(file.toFile()).close();
        Instant between = Instant.now();
        connect(number);
        Instant after = Instant.now();
        Files.delete(file);
        synchronized (done) {
          done.add(new Done(number, before, between, after));
        }
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void connect(int number) throws IOException {
    byte[] address = {127, 77, (byte) (number >> 8), (byte) number};
    // An IPv6 socket would show the address in another form.
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.INET)) {
      channel.connect(
          new InetSocketAddress(InetAddress.getByAddress(address), listener.getLocalPort()));
    }
  }

  /** Waits until so many more numbers have been triggered. */
  void awaitMore(int count) throws Exception {
    int from = done().size();
    Await.until(
        count + " more triggers",
        () -> {
          if (failure != null) {
            throw new AssertionError("the triggers failed", failure);
          }
          return done().size() >= from + count;
        });
  }

  /** Ends after the number that is being triggered. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join(Duration.ofSeconds(60));
  }

  /** What has been triggered so far, in its order. */
  List<Done> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  /** The number of an open, by what the rule says. */
  static int opened(String message) {
    return Integer.parseInt(message.substring(message.lastIndexOf('-') + 1));
  }

  /** The number of a connection, by what the rule says. */
  static int connected(String message) {
    String address = message.substring(message.lastIndexOf("->") + 2, message.lastIndexOf(':'));
    String[] parts = address.split("\\.", -1);
    return Integer.parseInt(parts[2]) << 8 | Integer.parseInt(parts[3]);
  }

  @Override
  public void close() throws IOException {
    stopping = true;
    listener.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The two harmless things that the demo does, and the rules that see them. */
final class DemoTriggers implements AutoCloseable {

  private static final String READ = "Demo secret read";
  private static final String CONNECT = "Demo connection made";

  private final Path secret;
  private final Path rules;
  private final ServerSocket listener;

  private DemoTriggers(Path secret, Path rules, ServerSocket listener) {
    this.secret = secret;
    this.rules = rules;
    this.listener = listener;
  }

  static DemoTriggers prepare(Path home) throws IOException {
    Path secret = Files.writeString(home.resolve("secret"), "not really\n");
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Path rules =
        Files.writeString(
            home.resolve("demo-rules.yaml"),
            """
            - rule: %s
              desc: The demo reads a file of its own, as a thief would read yours.
              condition: evt.type in (open, openat, openat2) and fd.name = '%s'
              output: Secret file read (file=%%fd.name process=%%proc.name pid=%%proc.pid user=%%user.name)
              priority: WARNING
              source: syscall
              tags: [demo]

            - rule: %s
              desc: The demo connects to itself, as a back door would connect elsewhere.
              condition: evt.type = connect and fd.name endswith ':%d'
              output: Connection made (to=%%fd.name process=%%proc.name pid=%%proc.pid user=%%user.name)
              priority: NOTICE
              source: syscall
              tags: [demo]
            """
                .formatted(READ, secret, CONNECT, listener.getLocalPort()));
    return new DemoTriggers(secret, rules, listener);
  }

  Path rules() {
    return rules;
  }

  /** The names of the rules that have to fire. */
  Set<String> ruleNames() {
    return Set.of(READ, CONNECT);
  }

  void pull() throws IOException {
    Files.readString(secret);
    try (Socket client = new Socket()) {
      client.connect(
          new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 2_000);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}

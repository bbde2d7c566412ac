// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Where a host of a test lives: its configuration, rules, home and the port it serves alerts on.
 *
 * @param folder all of it is below
 * @param port free when the site was made, and the same at every start of the host
 */
record Site(Path folder, int port) {

  /** A site with a free port. */
  static Site in(Path folder) throws IOException {
    return new Site(folder, FreePorts.next());
  }

  Path config() {
    return folder.resolve("eyrie.yaml");
  }

  Path rules() {
    return folder.resolve("rules.yaml");
  }

  Path home() {
    return folder.resolve("home");
  }

  /** A folder of plugins of its own, where a test asked for one. */
  Path plugins() {
    return folder.resolve("plugins");
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /**
   * Writes a configuration that serves alerts over gRPC and folds none of them.
   *
   * @param more further keys, {@code sources} first of all
   */
  Site configure(String more) throws IOException {
    return configure(1_000_000, more);
  }

  /**
   * The same, but folds the alerts of a rule beyond so many at once and so many a second.
   *
   * @param more further keys, {@code sources} first of all
   */
  Site configure(int admitted, String more) throws IOException {
    return replace(
        config(),
        """
        home: '%s'
        rules_files: ['%s']
        admission: {rate: %d, burst: %d}
        outputs:
          - plugin: grpc
            config: {bind: '%s'}
        """
                .formatted(home(), rules(), admitted, admitted, address())
            + more);
  }

  /** Puts the rule file there. */
  Site rules(String text) throws IOException {
    return replace(rules(), text);
  }

  /** In one step, so that no reader sees half of it. */
  private Site replace(Path file, String text) throws IOException {
    Path part = Files.writeString(folder.resolve("replaced.part"), text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return this;
  }

  /** Copies the packaged plugins to a folder of the site's own. */
  Site ownPlugins() throws IOException {
    Files.createDirectories(plugins());
    try (Stream<Path> jars = Files.list(Eyrie.TREE.resolve("plugins"))) {
      for (Path jar : jars.toList()) {
        Files.copy(jar, plugins().resolve(jar.getFileName()));
      }
    }
    return this;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testserver;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.testkit.OutputContract;
import io.eyrie.testkit.OutputRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An output over HTTP and the server that it sends to, for all tests of a class. */
public final class HttpOutputFixture extends SharedReceiver {

  private final OutputProvider provider;
  private final String key;
  private final String path;
  private @Nullable Path home;

  /**
   * To be registered in a static field.
   *
   * @param key under which the output is told where to send
   * @param path what follows the server's address there
   */
  public HttpOutputFixture(OutputProvider provider, String key, String path) {
    this.provider = provider;
    this.key = key;
    this.path = path;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    super.beforeAll(context);
    home = Files.createTempDirectory("output");
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    super.afterAll(context);
    try (Stream<Path> made = Files.walk(Objects.requireNonNull(home))) {
      for (Path file : made.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Opens the output on the server, or on what the configuration says instead. */
  public OutputRun open(Map<String, ?> config) throws PluginException {
    return OutputRun.open(provider, whole(config), Objects.requireNonNull(home));
  }

  /** Checks the output against the contract, while the server answers as it is told to. */
  public void verifyContract(Map<String, ?> config) {
    OutputContract.of(provider).config(whole(config)).verify(Objects.requireNonNull(home));
  }

  private Map<String, Object> whole(Map<String, ?> config) {
    Map<String, Object> all = new HashMap<>(Map.of(key, server().url() + path));
    all.putAll(config);
    return all;
  }

  /** Opens it, gives it the alerts as one batch, none of which is refused, and closes it. */
  public void deliver(Map<String, ?> config, Alert... alerts) throws Exception {
    try (OutputRun run = open(config)) {
      run.deliver(alerts);
      if (!run.verdicts().refused().isEmpty()) {
        throw new AssertionError("refused: " + run.verdicts().refused());
      }
    }
  }
}

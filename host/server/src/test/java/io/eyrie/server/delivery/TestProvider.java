// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import java.util.Map;
import java.util.function.Function;

/** Opens what a test gives it. */
record TestProvider(LentOpening opening) implements OutputProvider {

  /** The configuration of an output that has no keys. */
  static final Config NO_CONFIG = noConfig();

  /** What opening does. */
  @FunctionalInterface
  interface Opening {
    Output open() throws PluginException;
  }

  /** What opening does with what the instance is lent. */
  @FunctionalInterface
  interface LentOpening {
    Output open(OutputContext context) throws PluginException;
  }

  /** Opens what needs nothing of the host. */
  static TestProvider of(Opening opening) {
    return new TestProvider((OutputContext _) -> opening.open());
  }

  /** Opens what makes use of what it is lent. */
  static TestProvider lent(Function<OutputContext, Output> opening) {
    return new TestProvider(opening::apply);
  }

  private static Config noConfig() {
    try {
      return Config.of(ConfigSchema.builder().build(), Map.of());
    } catch (PluginException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public String description() {
    return "For tests.";
  }

  @Override
  public ConfigSchema config() {
    return ConfigSchema.builder().build();
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    return opening.open(context);
  }
}

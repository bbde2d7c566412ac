// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.serving;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;

/** Declares an output that serves the alert log over HTTP on the loopback. */
final class ServingProvider implements OutputProvider {

  private static final ConfigSchema CONFIG =
      ConfigSchema.builder()
          .optional(
              "port", ConfigSchema.Type.INTEGER, "0", "The port to serve; 0 for any free one.")
          .build();

  @Override
  public String name() {
    return "proof_serving";
  }

  @Override
  public String description() {
    return "Alerts as lines over HTTP.";
  }

  @Override
  public ConfigSchema config() {
    return CONFIG;
  }

  @Override
  public Output open(Config config, OutputContext context) {
    return new HttpOutput(Math.toIntExact(config.integer("port")), context.instance());
  }
}

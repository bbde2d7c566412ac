// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;

/** Opens the output on the address that is configured. */
final class GrpcProvider implements OutputProvider {

  @Override
  public String name() {
    return "grpc";
  }

  @Override
  public String description() {
    return "Serves alerts to gRPC subscribers, with filters and resume tokens.";
  }

  @Override
  public ConfigSchema config() {
    return ServerSettings.SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    return new GrpcOutput(ServerSettings.of(config, context.instance()), context);
  }
}

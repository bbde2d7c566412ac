// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;

/** Opens the output on a TCP address. */
final class GrpcProvider implements OutputProvider {

  private static final String BIND = "bind";
  private static final String MAX_STREAMS = "max_streams";
  private static final String ALLOW_INSECURE = "allow_insecure";

  private static final ConfigSchema SCHEMA =
      ConfigSchema.builder()
          .optional(
              BIND,
              ConfigSchema.Type.TEXT,
              "127.0.0.1:7411",
              "The address to serve on, host:port; port 0 takes a free one.")
          .optional(
              MAX_STREAMS,
              ConfigSchema.Type.INTEGER,
              "100",
              "How many subscribers may be connected at once, 1 to 10000.")
          .optional(
              ALLOW_INSECURE,
              ConfigSchema.Type.BOOLEAN,
              "false",
              "Serve on an address that other machines reach although nothing is encrypted and"
                  + " anybody may subscribe.")
          .build();

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
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    long streams = config.integer(MAX_STREAMS);
    if (streams < 1 || streams > 10_000) {
      throw PluginException.user(
          "config.invalid",
          "max_streams of output %s is %d: write a number from 1 to 10000"
              .formatted(context.instance(), streams));
    }
    BindAddress address =
        BindAddress.parse(config.text(BIND), config.bool(ALLOW_INSECURE), context.instance());
    return new GrpcOutput(address, (int) streams, context.metrics());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.output;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Declares an output and opens instances of it.
 *
 * <p>Safe to be called by several threads: each instance is opened on a worker of its own.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface OutputProvider {

  /** The name of the output, such as {@code grpc}: lower case letters, digits and {@code _}. */
  String name();

  /** One sentence for the operator. */
  String description();

  /** The configuration keys of an instance. */
  ConfigSchema config();

  /**
   * Opens an instance: a {@link PushOutput} or a {@link ServingOutput}.
   *
   * @param config fits {@link #config()}
   * @throws PluginException if it can't be opened: names what is missing and how to give it
   */
  Output open(Config config, OutputContext context) throws PluginException;
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.config.Config;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;

/**
 * An output instance to run.
 *
 * @param name its configured name, unique in the host; its place in the log goes by it
 * @param plugin the id of the plugin that brings it
 * @param provider opens it
 * @param config fits the provider's schema
 * @param context what the host lends it
 */
public record OutputSpec(
    String name, String plugin, OutputProvider provider, Config config, OutputContext context) {}

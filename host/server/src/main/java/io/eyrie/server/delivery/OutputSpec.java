// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.config.Config;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.OutputProvider;
import java.nio.file.Path;

/**
 * An output instance to run.
 *
 * @param name its configured name, unique in the host; its place in the log goes by it
 * @param plugin the id of the plugin that brings it
 * @param provider opens it
 * @param config fits the provider's schema
 * @param policy how its alerts are chosen and paced
 * @param lent what the host lends it
 */
public record OutputSpec(
    String name,
    String plugin,
    OutputProvider provider,
    Config config,
    DeliveryPolicy policy,
    Lent lent) {

  /**
   * What the host lends to an output instance, word about its alerts aside.
   *
   * @param catalogue the loaded rules and sources
   * @param metrics of the instance, for the plugin
   * @param counted of the instance, for what the host counts of it
   * @param health of the instance
   * @param dataDirectory a folder of its own
   */
  public record Lent(
      Catalogue catalogue, Metrics metrics, Metrics counted, Health health, Path dataDirectory) {}
}

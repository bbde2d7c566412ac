// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.InstanceConfig;

/** One configured instance of a fleet. Changed under the host's lock, read by any thread. */
abstract class ConfiguredInstance {

  private final InstanceHealth health = new InstanceHealth();
  private volatile InstanceConfig config;

  ConfiguredInstance(InstanceConfig config) {
    this.config = config;
  }

  /** How it is configured now. */
  final InstanceConfig config() {
    return config;
  }

  final void configure(InstanceConfig next) {
    config = next;
  }

  /** What its plugin tells its health to. */
  final InstanceHealth instanceHealth() {
    return health;
  }

  /** What the plugin last said of its health; empty when all is well. */
  final String health() {
    return health.reason();
  }
}

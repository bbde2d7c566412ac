// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;

/** A kind of service that can be asked for records: its keys and where it is. */
public interface Service {

  /** The key that chooses this input when it has a value. */
  String key();

  /** Adds the keys of this service. */
  void declare(ConfigSchema.Builder keys);

  /**
   * Where to ask.
   *
   * @throws PluginException if the configuration can't work
   */
  Endpoint endpoint(Config config) throws PluginException;
}

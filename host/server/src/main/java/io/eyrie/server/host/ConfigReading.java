// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.HostConfig;

/** Reads the configuration anew, from the file and the options that the host was started with. */
@FunctionalInterface
public interface ConfigReading {

  /**
   * The configuration as it is now.
   *
   * @throws ConfigException that names every problem
   */
  HostConfig read() throws ConfigException;
}

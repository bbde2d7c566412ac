// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Declares an event source and opens instances of it.
 *
 * <p>Safe to be called by several threads: each instance is opened on a worker of its own.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface SourceProvider {

  /** The source as data; the same each time. */
  SourceDeclaration declaration();

  /**
   * Opens an instance.
   *
   * @param config fits {@link SourceDeclaration#config()}
   * @throws PluginException if it can't be opened: names what is missing and how to give it
   */
  Source open(Config config, SourceContext context) throws PluginException;
}

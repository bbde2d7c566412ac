// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.config.Config;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A provider whose sources can be rehearsed: run over made-up events after the start, so that the
 * JVM has compiled the way of an event before a burst of them comes. Worth it for sources that lose
 * what they can't take at once.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ConsumerType
public interface RehearsalProvider extends SourceProvider {

  /**
   * Opens a source of made-up events, which go the same way through the same classes as real ones,
   * and which ends by itself ({@link Progress#END}) after so many that their code is compiled. It
   * is used beside the real instance, by another thread; touches nothing outside of itself; and its
   * matches are dropped.
   *
   * @param config that of the instance that is rehearsed
   * @param context with metrics and a health that nobody reads, and no positions
   * @throws PluginException if it can't be opened; the instance runs without it
   */
  Source rehearsal(Config config, SourceContext context) throws PluginException;
}

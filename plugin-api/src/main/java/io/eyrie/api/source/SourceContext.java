// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.stability.Api;
import java.nio.file.Path;
import org.osgi.annotation.versioning.ProviderType;

/** What the host lends to one source instance for as long as it is open. */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface SourceContext {

  /** The configured name of this instance, unique in the host. */
  String instance();

  /** Where this instance had come to when it was last running. */
  Positions positions();

  /** Counters, gauges and timers of this instance. */
  Metrics metrics();

  /** The health of this instance, for the operator. */
  Health health();

  /** A private folder that exists, is writable and survives restarts. */
  Path dataDirectory();
}

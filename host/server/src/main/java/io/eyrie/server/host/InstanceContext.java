// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.SourceContext;
import java.nio.file.Path;

/** What one source instance is lent. */
record InstanceContext(
    String instance, Positions positions, Metrics metrics, Health health, Path dataDirectory)
    implements SourceContext {}

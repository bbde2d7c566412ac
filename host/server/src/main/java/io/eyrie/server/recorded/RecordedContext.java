// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.recorded;

import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.SourceContext;
import io.eyrie.server.metrics.UnreadMetrics;
import java.nio.file.Path;

/**
 * What a source of events that are not the host's own, recorded or made up, is lent: it always
 * begins at the start, and nobody reads its metrics and health.
 *
 * @param instance its name
 * @param dataDirectory a folder that is lent to it
 */
public record RecordedContext(String instance, Path dataDirectory) implements SourceContext {

  @Override
  public Positions positions() {
    return new NoPositions();
  }

  @Override
  public Metrics metrics() {
    return new UnreadMetrics();
  }

  @Override
  public Health health() {
    return new Health() {
      @Override
      public void healthy() {}

      @Override
      public void degraded(String reason) {}
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.recorded;

import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.SourceContext;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What a source that reads recorded events is lent: it always begins at the start. */
record RecordedContext(Path dataDirectory) implements SourceContext {

  @Override
  public String instance() {
    return "recorded";
  }

  @Override
  public Positions positions() {
    return new NoPositions();
  }

  @Override
  public Metrics metrics() {
    return new Metrics() {
      @Override
      public LongAdder counter(String name, String help) {
        return new LongAdder();
      }

      @Override
      public void gauge(String name, String help, LongSupplier reading) {}

      @Override
      public LongConsumer timer(String name, String help) {
        return _ -> {};
      }
    };
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

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.OutputContext;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** What a host lends, as far as the output uses it. */
record TestContext(String instance, Path dataDirectory) implements OutputContext {

  @Override
  public Catalogue catalogue() {
    throw new UnsupportedOperationException("the output does not ask for rules");
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

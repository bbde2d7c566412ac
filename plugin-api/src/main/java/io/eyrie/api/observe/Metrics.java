// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.observe;

import io.eyrie.api.stability.Api;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The counters, gauges and timers of one instance, kept in the host's one registry.
 *
 * <p>The host adds the plugin's and the instance's names and the unit suffixes. Asking twice for a
 * name gives the same metric. Names are {@code snake_case}. Safe for several threads; metrics end
 * with the instance.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface Metrics {

  /**
   * A number that only grows.
   *
   * @param help one sentence
   */
  LongAdder counter(String name, String help);

  /**
   * A number that goes up and down.
   *
   * @param reading called from any thread whenever metrics are read; quick, and never throws
   */
  void gauge(String name, String help, LongSupplier reading);

  /** Durations in nanoseconds, to be given to the returned consumer. */
  LongConsumer timer(String name, String help);
}

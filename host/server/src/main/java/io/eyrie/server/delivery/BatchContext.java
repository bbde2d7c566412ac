// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.catalogue.Catalogue;
import io.eyrie.api.observe.Health;
import io.eyrie.api.observe.Metrics;
import io.eyrie.api.output.OutputContext;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one output instance is lent, and what it says of the alerts of the batch that it is
 * delivering.
 *
 * <p>For the thread of the instance alone, as far as the batch is concerned.
 */
final class BatchContext implements OutputContext {

  /** An alert that the receiver will never take. */
  record Refusal(Alert alert, String reason) {}

  private final String instance;
  private final OutputSpec.Lent lent;

  /** The alerts of the batch that nothing was said of, by identity, in their order. */
  private final Map<String, Alert> open = new LinkedHashMap<>();

  /** What was refused, by identity. */
  private final Map<String, Refusal> refusals = new LinkedHashMap<>();

  private int settled;

  BatchContext(String instance, OutputSpec.Lent lent) {
    this.instance = instance;
    this.lent = lent;
  }

  /** A batch is about to be given. */
  void begin(List<Alert> batch) {
    open.clear();
    refusals.clear();
    settled = 0;
    batch.forEach(alert -> open.put(alert.id(), alert));
  }

  /** What nothing was said of. */
  List<Alert> rest() {
    return List.copyOf(open.values());
  }

  /** What was refused since {@link #begin}. */
  List<Refusal> refusals() {
    return List.copyOf(refusals.values());
  }

  /** How many alerts of the batch were told delivered on their own. */
  int settled() {
    return settled;
  }

  /** The batch is no longer the output's; what was said of it can still be asked. */
  void end() {
    open.clear();
  }

  @Override
  public void delivered(Alert alert) {
    take(alert);
    settled++;
  }

  @Override
  public void refused(Alert alert, String reason) {
    take(alert);
    refusals.put(alert.id(), new Refusal(alert, reason));
  }

  private void take(Alert alert) {
    if (open.remove(alert.id()) == null) {
      throw new IllegalStateException(
          "alert %s is not of the batch that output %s is delivering, or was told of before"
              .formatted(alert.id(), instance));
    }
  }

  @Override
  public String instance() {
    return instance;
  }

  @Override
  public Catalogue catalogue() {
    return lent.catalogue();
  }

  @Override
  public Metrics metrics() {
    return lent.metrics();
  }

  @Override
  public Health health() {
    return lent.health();
  }

  @Override
  public Path dataDirectory() {
    return lent.dataDirectory();
  }
}

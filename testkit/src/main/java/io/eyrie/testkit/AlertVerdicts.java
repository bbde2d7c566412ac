// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.alert.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an output says of single alerts of the batch that it delivers, as the host takes it: of
 * alerts of the batch only, and only while it is being delivered. Safe for several threads.
 */
public final class AlertVerdicts {

  private final List<Alert> batch = new ArrayList<>();
  private final List<String> delivered = new ArrayList<>();
  private final Map<String, String> refused = new LinkedHashMap<>();

  /** Begins with nothing said. */
  public AlertVerdicts() {}

  /** The ids of the alerts that were told delivered on their own, in that order. */
  public synchronized List<String> delivered() {
    return List.copyOf(delivered);
  }

  /** The reasons of the alerts that were told refused, by id. */
  public synchronized Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  synchronized void begin(List<Alert> alerts) {
    batch.addAll(alerts);
  }

  synchronized void end() {
    batch.clear();
  }

  synchronized void delivered(Alert alert) {
    check(alert);
    delivered.add(alert.id());
  }

  synchronized void refused(Alert alert, String reason) {
    check(alert);
    refused.put(alert.id(), reason);
  }

  private void check(Alert alert) {
    if (!batch.contains(alert)) {
      throw new IllegalStateException("not of the batch that is being delivered: " + alert.id());
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.alert.Alert;
import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.pipeline.UnkeptLane;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of a replay: alerts go straight to whoever asked for it, what the host has to say of
 * itself goes to its log, and nothing is remembered.
 */
final class ReplayLane extends UnkeptLane {

  private static final Logger LOG = LoggerFactory.getLogger(ReplayLane.class);

  private final Consumer<? super Alert> alerts;

  ReplayLane(Consumer<? super Alert> alerts) {
    this.alerts = alerts;
  }

  @Override
  public void append(AlertRecord alert) {
    if (alert.source().equals(AlertRecord.INTERNAL)) {
      LOG.warn("{}", alert.message());
    } else {
      alerts.accept(alert);
    }
  }
}

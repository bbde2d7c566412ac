// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.server.alert.AlertRecord;
import io.eyrie.server.alert.HostAlerts;
import io.eyrie.server.store.AlertStore;
import io.eyrie.server.store.RetentionGap;
import io.eyrie.server.store.StoreEvents;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, by the log and by an alert, what becomes of the alert store.
 *
 * @param hostAlerts makes the alerts
 * @param store where they go; asked for late, since the store reports while it is being opened
 */
record StoreReports(HostAlerts hostAlerts, Supplier<@Nullable AlertStore> store)
    implements StoreEvents {

  private static final Logger LOG = LoggerFactory.getLogger(StoreReports.class);

  @Override
  public void retentionPassed(RetentionGap gap) {
    LOG.error(
        "the alert store removed {} alerts that output {} had not read", gap.count(), gap.output());
    raise(hostAlerts.removedUnread(gap.output(), gap.count(), gap.fromNanos(), gap.toNanos()));
  }

  @Override
  public void failing(String reason) {
    LOG.error("{}", reason);
    // It waits in memory with all others, and is stored when that is possible again.
    raise(hostAlerts.storeFailing(reason));
  }

  @Override
  public void recovered(long failedForNanos) {
    LOG.info("the alert store writes again");
    raise(
        hostAlerts.storeFailing(
            "the alert store could not write for %d s; alerts waited in memory meanwhile, then their sources"
                .formatted(failedForNanos / 1_000_000_000L)));
  }

  private void raise(AlertRecord alert) {
    AlertStore open = store.get();
    if (open != null) {
      open.raise(alert);
    }
  }
}

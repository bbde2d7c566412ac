// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.observe.Health;
import io.eyrie.api.output.PushOutput;
import io.eyrie.httpclient.HttpMessage;
import io.eyrie.httpclient.HttpSender;
import io.eyrie.httpclient.Receiver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Posts each batch to every Alertmanager of a cluster.
 *
 * <p>One that has it notifies for all, as Prometheus counts it too; so a dead one does not hold up
 * the others, and the operator is told.
 */
final class AlertmanagerOutput implements PushOutput {

  private final List<Receiver> receivers;
  private final PostableAlert form;
  private final Clock clock;
  private final HttpSender sender;
  private final Health health;

  AlertmanagerOutput(
      List<Receiver> receivers, PostableAlert form, Clock clock, HttpSender sender, Health health) {
    this.receivers = receivers;
    this.form = form;
    this.clock = clock;
    this.sender = sender;
    this.health = health;
  }

  @Override
  public void deliver(List<Alert> batch) throws PluginException, InterruptedException {
    String body = form.json(batch, clock.instant());
    List<String> failed = new ArrayList<>();
    @Nullable PluginException worst = null;
    for (Receiver receiver : receivers) {
      try {
        sender.deliver(HttpMessage.post(receiver, "application/json", body));
      } catch (PluginException e) {
        failed.add(String.valueOf(e.getMessage()));
        if (worst == null || e.retryable()) {
          worst = e;
        }
      }
    }
    if (worst != null && failed.size() == receivers.size()) {
      throw worst;
    }
    if (failed.isEmpty()) {
      health.healthy();
    } else {
      health.degraded(String.join("; ", failed) + "; the others of the cluster have the alerts");
    }
  }

  @Override
  public void close() {
    sender.close();
  }
}

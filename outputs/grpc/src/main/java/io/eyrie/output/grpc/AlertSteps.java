// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.alert.AlertEntry;
import java.util.concurrent.TimeUnit;

/** The steps of {@code eyrie.alerts.v1}: alerts, gaps and heartbeats, each with its token. */
record AlertSteps(long heartbeatNanos, boolean includeJson) implements Steps<SubscribeResponse> {

  /**
   * As a request wants them.
   *
   * @throws Refused if it can't be meant
   */
  static AlertSteps of(SubscribeRequest request) {
    return new AlertSteps(
        TimeUnit.MILLISECONDS.toNanos(Messages.heartbeatMillis(request)), request.getIncludeJson());
  }

  @Override
  public SubscribeResponse step(AlertEntry entry) {
    return Messages.response(entry, includeJson);
  }

  @Override
  public SubscribeResponse nothingMore(String token) {
    return Messages.heartbeat(token);
  }

  @Override
  public boolean endsWhenCaughtUp() {
    return false;
  }

  @Override
  public boolean sentIsDone() {
    return false;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.observe.Health;

/** Keeps the last word that an instance said of its own health. */
final class InstanceHealth implements Health {

  private volatile String reason = "";

  @Override
  public void healthy() {
    reason = "";
  }

  @Override
  public void degraded(String why) {
    reason = why;
  }

  /** What is wrong; empty when all is well. */
  String reason() {
    return reason;
  }
}

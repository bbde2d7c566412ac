// SPDX-License-Identifier: Apache-2.0
package io.eyrie.testkit;

import io.eyrie.api.observe.Health;
import java.util.Optional;

/** Health in memory: the last word counts. Safe for several threads. */
public final class RecordingHealth implements Health {

  private volatile Optional<String> problem = Optional.empty();

  /** Makes a healthy one. */
  public RecordingHealth() {}

  @Override
  public void healthy() {
    problem = Optional.empty();
  }

  @Override
  public void degraded(String reason) {
    problem = Optional.of(reason);
  }

  /** What is wrong, or empty when all is well. */
  public Optional<String> problem() {
    return problem;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.Optional;

/** How severe an alert is; the order of the constants goes from the most severe to the least. */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public enum Priority {
  /** The system is unusable. */
  EMERGENCY("Emergency"),
  /** Somebody has to act at once. */
  ALERT("Alert"),
  /** A critical condition. */
  CRITICAL("Critical"),
  /** An error condition. */
  ERROR("Error"),
  /** A warning condition. */
  WARNING("Warning"),
  /** Normal but significant. */
  NOTICE("Notice"),
  /** For information. */
  INFORMATIONAL("Informational"),
  /** For debugging of rules. */
  DEBUG("Debug");

  private final String label;

  Priority(String label) {
    this.label = label;
  }

  /** The name as alerts print it, such as {@code Warning}. */
  public String label() {
    return label;
  }

  /** Whether this is as severe as the other or more. */
  public boolean atLeast(Priority other) {
    return compareTo(other) <= 0;
  }

  /** The priority of a name in any case; {@code INFO} is short for {@code INFORMATIONAL}. */
  public static Optional<Priority> parse(String name) {
    if (name.equalsIgnoreCase("INFO")) {
      return Optional.of(INFORMATIONAL);
    }
    for (Priority priority : values()) {
      if (priority.name().equalsIgnoreCase(name)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}

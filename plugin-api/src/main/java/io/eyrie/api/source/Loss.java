// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;
import java.util.Objects;

/**
 * Events that a best-effort source could not hand over.
 *
 * @param events how many were lost, at least 1
 * @param fromNanos no earlier than this they were lost, nanoseconds since the epoch
 * @param toNanos no later than this, at least {@code fromNanos}
 * @param reason what lost them, for the operator, such as {@code ring buffer full (open)}
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public record Loss(long events, long fromNanos, long toNanos, String reason) {

  /** Checks the ranges. */
  public Loss {
    Objects.requireNonNull(reason, "reason");
    if (events < 1 || toNanos < fromNanos) {
      throw new IllegalArgumentException(
          "loss of " + events + " events from " + fromNanos + " to " + toNanos);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.AlertEntry;
import org.jspecify.annotations.Nullable;

/**
 * What a stream sends for what its reader gives.
 *
 * @param <T> the message
 */
interface Steps<T> {

  /** The message of an alert or a gap. */
  T step(AlertEntry entry);

  /** The message that says that there is nothing more; null when the protocol has none. */
  @Nullable T nothingMore(String token);

  /** How long a stream is silent at most, in nanoseconds; the time of messages that say nothing. */
  long heartbeatNanos();

  /** Whether the stream ends when there is nothing more. */
  boolean endsWhenCaughtUp();

  /** Whether what was sent is done with for the reader's durable name. */
  boolean sentIsDone();
}

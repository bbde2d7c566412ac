// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.time.Duration;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads the alert log forward from one point, at the reader's own speed.
 *
 * <p>A slow reader slows nobody else; when the retention overtakes it, it is told by a gap. For one
 * thread at a time, aside from {@link #close()}, which any thread may call and which ends a wait.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface AlertReader extends AutoCloseable {

  /**
   * The next entries that match the reader's filter.
   *
   * @param max the most to return, at least 1
   * @param wait how long to wait for the first one
   * @return in the order of the log; empty when none came in time or the reader is closed
   */
  List<AlertEntry> read(int max, Duration wait) throws InterruptedException;

  /**
   * For a reader with a durable name: remembers that everything up to this token is done with, so
   * that the next reader of the name begins behind it. For others it does nothing.
   *
   * @throws IllegalArgumentException if the token is not one of this log
   */
  void acknowledge(String token);

  /** A token for resuming behind everything read so far, also when nothing matched of late. */
  String token();

  /** Ends the reader; a durable name keeps its place. */
  @Override
  void close();
}

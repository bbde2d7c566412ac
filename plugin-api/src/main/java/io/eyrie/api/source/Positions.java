// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored positions of one source instance, lent by the host.
 *
 * <p>They change only through checkpoints, in one transaction with the alerts before them. To be
 * used on the worker thread.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface Positions {

  /** The cursor last committed for a partition, or empty when there is none. */
  Optional<String> cursor(String partition);

  /** All positions of this instance, in the order of their partitions. */
  List<Position> all();

  /** Forgets a partition that will not be read again; with the next commit. */
  void forget(String partition);
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored alerts, for serving outputs: to follow, to resume, to look one up.
 *
 * <p>Safe for several threads; each reader is its user's own.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface AlertLog {

  /** Reads what is stored from now on. */
  AlertReader fromNow(AlertFilter filter);

  /** Reads everything that is still stored, then what follows. */
  AlertReader fromOldest(AlertFilter filter);

  /**
   * Goes on behind a token. One that the retention has passed, or that is of another store, gives a
   * gap first and then the oldest alerts.
   *
   * @throws IllegalArgumentException if the text is no token at all
   */
  AlertReader resume(AlertFilter filter, String token);

  /**
   * Goes on where the durable reader of this name last acknowledged; a new name begins now. The
   * host keeps the place, and counts what the retention takes from it.
   *
   * @param name at most 128 characters; names of one output don't clash with those of another
   */
  AlertReader durable(AlertFilter filter, String name);

  /** The stored alert of this id, or empty. */
  Optional<Alert> find(String id);
}

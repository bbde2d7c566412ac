// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.output;

import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A running output instance: a {@link PushOutput} or a {@link ServingOutput}.
 *
 * <p>The host makes every call on an instance, {@link OutputProvider#open} included, on one thread.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ConsumerType
public interface Output extends AutoCloseable {

  /** Frees everything and ends all threads of its own. Called once. */
  @Override
  void close();
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.observe;

import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What an instance says of its own health; {@code eyrie status} shows the last word. Safe for
 * several threads.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface Health {

  /** All is well; what an instance is until it says otherwise. */
  void healthy();

  /**
   * It works, but not as it should.
   *
   * @param reason what is wrong and what to do about it, for the operator
   */
  void degraded(String reason);
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;

/** What a source promises about its events reaching the rules. */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public enum Delivery {
  /**
   * Events that come too fast may be lost; every loss is published through {@link
   * EventSink#lost(Loss)}, and nothing is read again after a restart.
   */
  BEST_EFFORT,
  /**
   * Every event is read again until the checkpoint behind it is committed; the same event has the
   * same partition and offset each time it is read.
   */
  AT_LEAST_ONCE
}

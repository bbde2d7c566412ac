// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;

/** What came of one {@link Source#poll(EventSink)}. */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public enum Progress {
  /** There may be more at once. */
  MORE,
  /** There is nothing now; the source has already waited as long as it wanted to. */
  IDLE,
  /** The input is finite and has come to its end; the source is not polled again. */
  END
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import org.jspecify.annotations.Nullable;

/** Says, in words for the operator, why a host can't start: what, where, and what to do. */
public final class HostStartException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The message is the whole text for the operator; it may have several lines. */
  public HostStartException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

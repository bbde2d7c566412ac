// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import org.jspecify.annotations.Nullable;

/** The admin socket can't be used; the message says why and what to do, for the operator. */
public final class AdminException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes a failure with a message for the operator. */
  public AdminException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

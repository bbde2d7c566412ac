// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.home;

import org.jspecify.annotations.Nullable;

/**
 * The home folder, or something in it, can't be used. The message says what, where and what to do;
 * it is shown to the operator as it stands, without a stack trace.
 */
public final class HomeException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Makes a failure with a message for the operator. */
  public HomeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

/** Says that a source can't give what new rules need of it. */
final class BindingRefused extends Exception {

  private static final long serialVersionUID = 1L;

  BindingRefused(String message, Throwable cause) {
    super(message, cause);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

/** The host refuses the subscription, and will refuse it again; the message says why. */
public final class SubscriptionRefused extends Exception {

  private static final long serialVersionUID = 1L;

  SubscriptionRefused(String message) {
    super(message);
  }
}

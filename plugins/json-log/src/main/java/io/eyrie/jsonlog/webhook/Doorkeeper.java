// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at requests before they are judged, in the way of one kind of sender. One per instance;
 * called by several threads at once.
 */
public interface Doorkeeper {

  /**
   * Decides about a request.
   *
   * @param headers gives the first value of a header, whatever the case of its name; null when it
   *     is not there
   */
  Admission admit(Function<String, @Nullable String> headers, byte[] body);

  /** Tells that a request was judged and its alerts are stored. */
  default void taken(String id) {}

  /** Whether it lets in only those who know a secret. */
  boolean asksForSecret();
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the author of a rule.
 *
 * @param code what kind of problem
 * @param span where it is
 * @param message what happened, one sentence without a full stop
 * @param hint what to do about it, or null where the message says it all
 */
public record Diagnostic(Code code, Span span, String message, @Nullable String hint) {
  /** Whether it refuses the load. */
  public Severity severity() {
    return code.severity();
  }

  /** One line without the snippet: {@code file:line:column: error: message [CODE]}. */
  public String summary() {
    return span.place() + ": " + severity().word() + ": " + message + " [" + code + "]";
  }

  @Override
  public String toString() {
    return summary();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to tell the author of a rule.
 *
 * @param code what kind of problem
 * @param span where it is
 * @param message what happened, one sentence without a full stop
 * @param hint what to do about it, or null where the message says it all
 * @param trail the items around it
 * @param field the deprecated field that it is about, or null when it is not about one
 */
public record Diagnostic(
    Code code,
    Span span,
    String message,
    @Nullable String hint,
    Trail trail,
    @Nullable String field) {
  /** Whether it refuses the load. */
  public Severity severity() {
    return code.severity();
  }

  /** One line without the snippet: {@code file:line:column: error: message [CODE]}. */
  public String summary() {
    return span.place() + ": " + severity().word() + ": " + message + " [" + code + "]";
  }

  /** The way from the whole file to the problem, as Falco's loader tells it. */
  public List<Location> locations() {
    return trail.locations(code, span);
  }

  /** The line of the last location with a caret under it, as Falco's loader shows it. */
  public String snippet() {
    return trail.snippet(span);
  }

  @Override
  public String toString() {
    return summary();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Span;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a file of rule tests.
 *
 * @param span where it is
 * @param message what is wrong, one sentence without a full stop
 * @param hint what to do about it, or null where the message says it all
 */
public record Mistake(Span span, String message, @Nullable String hint) {

  /** One line: {@code file:line:column: error: message}. */
  public String summary() {
    return span.place() + ": error: " + message;
  }

  /** The summary, the line of the file with carets under the place, and the hint. */
  public String render() {
    return CaretRenderer.render(summary(), span, hint);
  }
}

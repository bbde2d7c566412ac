// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Span;

/**
 * One thing that an author should look at.
 *
 * @param code its stable name: of {@link LintCode}, or of the loader's warnings
 * @param span where it is
 * @param rule the rule that it is about; empty for lists and macros
 * @param message what is found, one sentence without a full stop
 * @param hint what to do about it
 */
public record LintFinding(String code, Span span, String rule, String message, String hint) {

  /** One line: {@code file:line:column: warning: message [CODE]}. */
  public String summary() {
    return span.place() + ": warning: " + message + " [" + code + "]";
  }

  /** The summary, the line of the file with carets under the place, and the hint. */
  public String render() {
    return CaretRenderer.render(summary(), span, hint);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Span;
import org.jspecify.annotations.Nullable;

/** Leaves the parser at the first mistake; never seen outside this package. */
final class SyntaxError extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Span span;
  private final String problem;
  private final @Nullable String hint;

  SyntaxError(Span span, String problem, @Nullable String hint) {
    super(problem, null, false, false);
    this.span = span;
    this.problem = problem;
    this.hint = hint;
  }

  Span span() {
    return span;
  }

  String problem() {
    return problem;
  }

  @Nullable String hint() {
    return hint;
  }
}

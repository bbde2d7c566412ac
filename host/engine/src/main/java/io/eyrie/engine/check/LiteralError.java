// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import org.jspecify.annotations.Nullable;

/** A literal that its field can't be compared with; never seen outside this package. */
final class LiteralError extends Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;
  private final @Nullable String hint;

  LiteralError(String problem, @Nullable String hint) {
    super(problem, null, false, false);
    this.problem = problem;
    this.hint = hint;
  }

  String problem() {
    return problem;
  }

  @Nullable String hint() {
    return hint;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import org.jspecify.annotations.Nullable;

/** An operator with its modifier, as an exception's {@code comps} name them. */
public record Comparison(Operator operator, @Nullable Modifier modifier) {
  /** How it is written. */
  public String text() {
    return modifier == null ? operator.word() : operator.word() + " " + modifier.word();
  }
}

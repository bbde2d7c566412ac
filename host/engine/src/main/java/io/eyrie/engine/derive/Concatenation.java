// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** {@code concat()}: texts one after the other. */
final class Concatenation extends Derivation {
  private final Argument[] texts;
  private final Scratch scratch = new Scratch();

  Concatenation(Argument[] texts) {
    this.texts = texts;
  }

  @Override
  public void derive(Values values, Value into) {
    long total = 0;
    for (Argument text : texts) {
      if (!text.load(values)) {
        return;
      }
      text.select(0);
      total += text.length();
    }
    scratch.begin(total);
    for (Argument text : texts) {
      scratch.append(text.array(), text.offset(), text.length());
    }
    into.set(scratch.array(), 0, scratch.length());
  }
}

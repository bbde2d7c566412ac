// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** Makes a text of a text, no longer than that; of a list of texts, a list. */
abstract class EachText extends Derivation {
  private final Argument text;
  private final Scratch scratch = new Scratch();

  EachText(Argument text) {
    this.text = text;
  }

  /**
   * Appends what becomes of one text.
   *
   * @param one the text is its current element
   * @param made has room for as many bytes as the text has
   * @return false when the whole value is absent then
   */
  abstract boolean append(Argument one, Scratch made);

  @Override
  public final void derive(Values values, Value into) {
    if (!text.load(values)) {
      return;
    }
    long total = 0;
    for (int i = 0; i < text.size(); i++) {
      text.select(i);
      total += text.length();
    }
    scratch.begin(total);
    boolean list = text.list();
    if (list) {
      into.beginList();
    }
    for (int i = 0; i < text.size(); i++) {
      text.select(i);
      int start = scratch.length();
      if (!append(text, scratch)) {
        into.clear();
        return;
      }
      if (list) {
        into.add(scratch.array(), start, scratch.length() - start);
      } else {
        into.set(scratch.array(), start, scratch.length() - start);
      }
    }
  }
}

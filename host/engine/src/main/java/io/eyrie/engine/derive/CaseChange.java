// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** {@code tolower()} and {@code toupper()}: ASCII letters only, byte by byte. */
final class CaseChange extends Derivation {
  private final Argument text;
  private final byte first;
  private final byte last;
  private final Scratch scratch = new Scratch();

  CaseChange(Argument text, boolean upper) {
    this.text = text;
    this.first = (byte) (upper ? 'a' : 'A');
    this.last = (byte) (upper ? 'z' : 'Z');
  }

  @Override
  public void derive(Values values, Value into) {
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
      byte[] array = text.array();
      int end = text.offset() + text.length();
      for (int at = text.offset(); at < end; at++) {
        byte b = array[at];
        scratch.append(b >= first && b <= last ? (byte) (b ^ 32) : b);
      }
      if (list) {
        into.add(scratch.array(), start, text.length());
      } else {
        into.set(scratch.array(), start, text.length());
      }
    }
  }
}

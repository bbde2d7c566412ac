// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** {@code join()}: the elements of a list with a separator between them. */
final class Joining extends Derivation {
  private final Argument separator;
  private final Argument list;
  private final Scratch scratch = new Scratch();

  Joining(Argument separator, Argument list) {
    this.separator = separator;
    this.list = list;
  }

  @Override
  public void derive(Values values, Value into) {
    if (!separator.load(values) || !list.load(values)) {
      return;
    }
    separator.select(0);
    int size = list.size();
    long total = size > 1 ? (long) separator.length() * (size - 1) : 0;
    for (int i = 0; i < size; i++) {
      list.select(i);
      total += list.length();
    }
    scratch.begin(total);
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        scratch.append(separator.array(), separator.offset(), separator.length());
      }
      list.select(i);
      scratch.append(list.array(), list.offset(), list.length());
    }
    into.set(scratch.array(), 0, scratch.length());
  }
}

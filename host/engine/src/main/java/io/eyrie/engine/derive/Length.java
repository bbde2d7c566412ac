// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** {@code len()}: elements of a list, bytes of a buffer, bytes of a text up to a NUL. */
final class Length extends Derivation {
  private final Argument argument;
  private final boolean buffer;

  Length(Argument argument, boolean buffer) {
    this.argument = argument;
    this.buffer = buffer;
  }

  @Override
  public void derive(Values values, Value into) {
    if (!argument.load(values)) {
      return;
    }
    if (argument.list()) {
      into.set((long) argument.size());
      return;
    }
    argument.select(0);
    int length = argument.length();
    if (!buffer) {
      byte[] array = argument.array();
      int offset = argument.offset();
      int end = 0;
      while (end < length && array[offset + end] != 0) {
        end++;
      }
      length = end;
    }
    into.set((long) length);
  }
}

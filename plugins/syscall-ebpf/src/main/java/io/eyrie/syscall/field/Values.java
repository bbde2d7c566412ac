// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;

/** Hands texts on as values. */
final class Values {

  private Values() {}

  static void set(Value into, byte[] text) {
    into.set(text, 0, text.length);
  }

  static void set(Value into, Text text) {
    into.set(text.bytes(), 0, text.length());
  }
}

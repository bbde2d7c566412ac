// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

import io.eyrie.api.field.Value;

/** {@code basename()}: what follows the last slash, the whole when there is none. */
final class BaseName extends Derivation {
  private final Argument path;

  BaseName(Argument path) {
    this.path = path;
  }

  @Override
  public void derive(Values values, Value into) {
    if (!path.load(values)) {
      return;
    }
    boolean list = path.list();
    if (list) {
      into.beginList();
    }
    for (int i = 0; i < path.size(); i++) {
      path.select(i);
      byte[] array = path.array();
      int end = path.offset() + path.length();
      int start = end;
      while (start > path.offset() && array[start - 1] != '/') {
        start--;
      }
      if (list) {
        into.add(array, start, end - start);
      } else {
        into.set(array, start, end - start);
      }
    }
  }
}

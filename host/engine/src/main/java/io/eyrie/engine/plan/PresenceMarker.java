// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;

/** Says yes to each value. */
final class PresenceMarker extends Marker {
  private final int bit;

  PresenceMarker(int bit) {
    this.bit = bit;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    words[bit >> 6] |= 1L << bit;
  }
}

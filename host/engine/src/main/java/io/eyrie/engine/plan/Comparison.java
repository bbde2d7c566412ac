// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

/**
 * Some bits of one word of an event's bitmap, and what they should be.
 *
 * @param mask the bits
 * @param want of these the ones that are to be set
 */
record Comparison(int word, long mask, long want) {
  /** Always as it should be. */
  static final Comparison NONE = new Comparison(0, 0, 0);

  /** Both, which are of one word. */
  Comparison and(Comparison other) {
    return new Comparison(word, mask | other.mask, want | other.want);
  }
}

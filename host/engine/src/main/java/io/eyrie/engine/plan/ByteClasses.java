// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Octets;

/**
 * Sorts bytes into those that occur in some keys, each a class of its own, and all others, which
 * are class 0. A row of a table by classes is as wide as the alphabet of the keys.
 */
final class ByteClasses {
  /** Classes that a byte can tell apart. */
  private static final int MOST = 256;

  private final byte[] classOf = new byte[256];
  private int count = 1;

  ByteClasses(Iterable<Octets> keys, boolean ignoreCase) {
    for (Octets key : keys) {
      for (byte b : key.array()) {
        if (classOf[b & 0xFF] == 0 && count++ < MOST) {
          classOf[b & 0xFF] = (byte) (count - 1);
        }
      }
    }
    if (ignoreCase) {
      for (int c = 'a'; c <= 'z'; c++) {
        classOf[c - 32] = classOf[c];
      }
    }
  }

  /** Whether each byte of the keys has a class of its own. */
  boolean complete() {
    return count <= MOST;
  }

  /** How many classes there are, 0 included. */
  int count() {
    return count;
  }

  int of(byte b) {
    return classOf[b & 0xFF] & 0xFF;
  }
}

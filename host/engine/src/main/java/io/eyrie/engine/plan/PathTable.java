// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Octets;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds the paths that a path lies below. The hash of the canonical form grows with each byte; at
 * the end of each component it is looked up, so the time is linear in the path and the memory in
 * the keys.
 */
final class PathTable {
  private static final int SEED = 17;

  private final int mask;
  private final int[] hashes;
  private final byte[][] keys;
  private final int[][] hits;
  private final int longest;
  private int[] root = Bits.NONE;

  PathTable(Map<Octets, int[]> entries) {
    int capacity = Math.max(4, Integer.highestOneBit(Math.max(1, entries.size() * 2 - 1)) << 1);
    mask = capacity - 1;
    hashes = new int[capacity];
    keys = new byte[capacity][];
    hits = new int[capacity][];
    entries.forEach(this::put);
    longest = Arrays.stream(keys).mapToInt(key -> key == null ? 0 : key.length).max().orElse(0);
  }

  private void put(Octets key, int[] bits) {
    if (key.length() == 0) {
      root = bits;
      return;
    }
    int hash = SEED;
    for (byte b : key.array()) {
      hash = hash * 31 + b;
    }
    int at = spread(hash);
    while (keys[at] != null) {
      at = (at + 1) & mask;
    }
    keys[at] = key.array();
    hashes[at] = hash;
    hits[at] = bits;
  }

  private int spread(int hash) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 15) & mask;
  }

  /** Marks the keys that the path lies below. */
  void walk(byte[] array, int offset, int length, long[] words, int firstWord) {
    Bits.set(words, firstWord, root);
    int hash = SEED;
    int canonical = 0;
    int end = offset + length;
    int at = offset;
    while (canonical < longest) {
      while (at < end && array[at] == '/') {
        at++;
      }
      if (at == end) {
        return;
      }
      hash = hash * 31 + '/';
      canonical++;
      while (at < end && array[at] != '/') {
        hash = hash * 31 + array[at++];
        canonical++;
      }
      find(hash, canonical, array, offset, at, words, firstWord);
    }
  }

  private void find(
      int hash, int canonical, byte[] array, int offset, int end, long[] words, int firstWord) {
    int at = spread(hash);
    byte[] key = keys[at];
    while (key != null) {
      if (hashes[at] == hash && key.length == canonical && equal(key, array, offset, end)) {
        Bits.set(words, firstWord, hits[at]);
        return;
      }
      at = (at + 1) & mask;
      key = keys[at];
    }
  }

  /** From the end, where doubled slashes of the path count once. */
  private static boolean equal(byte[] key, byte[] array, int offset, int end) {
    int at = end - 1;
    for (int k = key.length - 1; k > 0; k--) {
      if (at < offset || array[at] != key[k]) {
        return false;
      }
      at--;
      if (key[k] == '/') {
        while (at >= offset && array[at] == '/') {
          at--;
        }
      }
    }
    return at < offset || array[at] == '/';
  }
}

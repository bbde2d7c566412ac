// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Octets;
import java.util.Arrays;
import java.util.Map;

/**
 * A trie over bytes as a table of states by classes of bytes: bytes that no key has share the class
 * 0, so a row is as wide as the alphabet of the keys. It serves prefixes, suffixes (keys and texts
 * walked backwards) and, with the failure links of Aho and Corasick (1975) built in, all
 * occurrences within a text.
 */
final class ByteTrie {
  /** Entries of the table beyond which {@link #fits} says no. */
  private static final long LARGEST = 4_000_000;

  private final byte[] classOf = new byte[256];
  private final int classes;
  private int[] next;
  private int[][] hits;

  /** Of each state the longest of itself and its proper suffixes that is a key; 0 for none. */
  private int[] found = Bits.NONE;

  /** Of each state the longest of its proper suffixes that is a key; 0 for none. */
  private int[] shorter = Bits.NONE;

  private int states = 1;

  private ByteTrie(Iterable<Octets> keys, boolean ignoreCase) {
    int count = 1;
    for (Octets key : keys) {
      for (byte b : key.array()) {
        if (classOf[b & 0xFF] == 0) {
          classOf[b & 0xFF] = (byte) count++;
        }
      }
    }
    if (ignoreCase) {
      for (int c = 'a'; c <= 'z'; c++) {
        classOf[c - 32] = classOf[c];
      }
    }
    classes = count;
    next = new int[classes * 16];
    hits = new int[16][];
  }

  /** Whether a table for these keys keeps within bounds. */
  static boolean fits(Iterable<Octets> keys) {
    boolean[] seen = new boolean[256];
    long classes = 1;
    long states = 1;
    for (Octets key : keys) {
      states += key.length();
      for (byte b : key.array()) {
        classes += seen[b & 0xFF] ? 0 : 1;
        seen[b & 0xFF] = true;
      }
    }
    return classes <= 256 && states * classes <= LARGEST;
  }

  static ByteTrie prefixes(Map<Octets, int[]> keys) {
    ByteTrie trie = new ByteTrie(keys.keySet(), false);
    keys.forEach((key, bits) -> trie.add(key.array(), false, bits));
    trie.trim();
    return trie;
  }

  static ByteTrie suffixes(Map<Octets, int[]> keys) {
    ByteTrie trie = new ByteTrie(keys.keySet(), false);
    keys.forEach((key, bits) -> trie.add(key.array(), true, bits));
    trie.trim();
    return trie;
  }

  static ByteTrie occurrences(Map<Octets, int[]> keys, boolean ignoreCase) {
    ByteTrie trie = new ByteTrie(keys.keySet(), ignoreCase);
    keys.forEach((key, bits) -> trie.add(key.array(), false, bits));
    trie.trim();
    trie.link();
    return trie;
  }

  private void add(byte[] key, boolean backwards, int[] bits) {
    int state = 0;
    for (int i = 0; i < key.length; i++) {
      int at = state * classes + (classOf[key[backwards ? key.length - 1 - i : i] & 0xFF] & 0xFF);
      if (next[at] == 0) {
        if (states == hits.length) {
          hits = Arrays.copyOf(hits, states * 2);
          next = Arrays.copyOf(next, classes * states * 2);
        }
        next[at] = states++;
      }
      state = next[at];
    }
    hits[state] = hits[state] == null ? bits : Bits.union(hits[state], bits);
  }

  private void trim() {
    next = Arrays.copyOf(next, states * classes);
    hits = Arrays.copyOf(hits, states);
  }

  /**
   * Breadth first: what a state lacks it takes over from the state of its longest proper suffix.
   */
  private void link() {
    found = new int[states];
    shorter = new int[states];
    int[] fail = new int[states];
    int[] queue = new int[states];
    int head = 0;
    int tail = 0;
    for (int c = 0; c < classes; c++) {
      if (next[c] != 0) {
        queue[tail++] = next[c];
      }
    }
    while (head < tail) {
      int state = queue[head++];
      shorter[state] = found[fail[state]];
      found[state] = hits[state] == null ? shorter[state] : state;
      for (int c = 0; c < classes; c++) {
        int child = next[state * classes + c];
        int other = next[fail[state] * classes + c];
        if (child == 0) {
          next[state * classes + c] = other;
        } else {
          fail[child] = other;
          queue[tail++] = child;
        }
      }
    }
  }

  /** Marks the keys that the slice begins with. */
  void walk(byte[] array, int offset, int length, long[] words, int firstWord) {
    mark(0, words, firstWord);
    int state = 0;
    for (int i = offset; i < offset + length; i++) {
      state = next[state * classes + (classOf[array[i] & 0xFF] & 0xFF)];
      if (state == 0) {
        return;
      }
      mark(state, words, firstWord);
    }
  }

  /** Marks the keys that the slice ends with. */
  void walkBack(byte[] array, int offset, int length, long[] words, int firstWord) {
    mark(0, words, firstWord);
    int state = 0;
    for (int i = offset + length - 1; i >= offset; i--) {
      state = next[state * classes + (classOf[array[i] & 0xFF] & 0xFF)];
      if (state == 0) {
        return;
      }
      mark(state, words, firstWord);
    }
  }

  /** Marks the keys that occur in the slice. */
  void scan(byte[] array, int offset, int length, long[] words, int firstWord) {
    mark(0, words, firstWord);
    int state = 0;
    int[] table = next;
    for (int i = offset; i < offset + length; i++) {
      state = table[state * classes + (classOf[array[i] & 0xFF] & 0xFF)];
      for (int key = found[state]; key != 0; key = shorter[key]) {
        mark(key, words, firstWord);
      }
    }
  }

  private void mark(int state, long[] words, int firstWord) {
    int[] bits = hits[state];
    if (bits != null) {
      Bits.set(words, firstWord, bits);
    }
  }
}

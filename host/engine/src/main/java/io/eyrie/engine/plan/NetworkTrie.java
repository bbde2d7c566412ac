// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Network;
import java.util.Arrays;
import java.util.Map;

/** A binary trie over the bits of networks of one address family. */
final class NetworkTrie {
  private int[] zero = new int[16];
  private int[] one = new int[16];
  private int[][] hits = new int[16][];
  private int states = 1;

  NetworkTrie(Map<Network, int[]> networks) {
    networks.forEach(this::add);
  }

  private void add(Network network, int[] bits) {
    int state = 0;
    for (int i = 0; i < network.prefix(); i++) {
      int[] side = bit(network.address().array(), 0, i) ? one : zero;
      if (side[state] == 0) {
        if (states == hits.length) {
          zero = Arrays.copyOf(zero, states * 2);
          one = Arrays.copyOf(one, states * 2);
          hits = Arrays.copyOf(hits, states * 2);
          side = bit(network.address().array(), 0, i) ? one : zero;
        }
        side[state] = states++;
      }
      state = side[state];
    }
    hits[state] = hits[state] == null ? bits : Bits.union(hits[state], bits);
  }

  private static boolean bit(byte[] address, int offset, int index) {
    return (address[offset + (index >> 3)] & 0x80 >> (index & 7)) != 0;
  }

  /** Marks the networks that hold the address. */
  void walk(byte[] array, int offset, int length, long[] words, int firstWord) {
    int state = 0;
    for (int i = 0; ; i++) {
      if (hits[state] != null) {
        Bits.set(words, firstWord, hits[state]);
      }
      if (i == length * 8) {
        return;
      }
      state = bit(array, offset, i) ? one[state] : zero[state];
      if (state == 0) {
        return;
      }
    }
  }
}

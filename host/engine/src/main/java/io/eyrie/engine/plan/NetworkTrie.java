// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.InNetworks;
import io.eyrie.engine.check.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Binary tries over the bits of networks, one for each address family, in one table. */
final class NetworkTrie extends Marker {
  private static final int FOUR = 0;
  private static final int SIX = 1;

  /** Of each state where to go on with the next bit zero or one; 0: no network is left. */
  private int[] next = new int[32];

  private int[] hits = new int[16];
  private int states = 2;
  private final Hits sets;

  private NetworkTrie(Map<Network, Integer> networks, Hits sets) {
    this.sets = sets;
    Arrays.fill(hits, Hits.NONE);
    networks.forEach(this::add);
  }

  static NetworkTrie of(List<Matcher> matchers, int firstBit) {
    KeyedBits<Network> bits = new KeyedBits<>();
    for (int i = 0; i < matchers.size(); i++) {
      for (Network network : ((InNetworks) matchers.get(i)).networks()) {
        bits.add(network, firstBit + i);
      }
    }
    Hits.Builder sets = new Hits.Builder();
    Map<Network, Integer> networks = bits.names(sets);
    return new NetworkTrie(networks, sets.build());
  }

  private void add(Network network, int hit) {
    int state = network.address().length() == 4 ? FOUR : SIX;
    for (int i = 0; i < network.prefix(); i++) {
      int at = state * 2 + bit(network.address().array(), 0, i);
      if (next[at] == 0) {
        if (states == hits.length) {
          next = Arrays.copyOf(next, states * 4);
          hits = Arrays.copyOf(hits, states * 2);
          Arrays.fill(hits, states, states * 2, Hits.NONE);
        }
        next[at] = states++;
      }
      state = next[at];
    }
    hits[state] = hit;
  }

  private static int bit(byte[] address, int offset, int index) {
    return address[offset + (index >> 3)] >> (~index & 7) & 1;
  }

  @Override
  void mark(Value value, int index, long[] words) {
    int length = value.length(index);
    if (length == 4 || length == 16) {
      walk(value.array(index), value.offset(index), length, words);
    }
  }

  private void walk(byte[] array, int offset, int length, long[] words) {
    int state = length == 4 ? FOUR : SIX;
    for (int i = 0; ; i++) {
      sets.set(hits[state], words);
      if (i == length * 8) {
        return;
      }
      state = next[state * 2 + bit(array, offset, i)];
      if (state == 0) {
        return;
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Matcher.InNetworks;
import io.eyrie.engine.check.Network;
import java.util.List;

/** Answers whether addresses are in networks. */
final class AddressMarkers {
  private AddressMarkers() {}

  static Marker networks(List<Matcher> matchers) {
    Bits.Collector<Network> four = new Bits.Collector<>();
    Bits.Collector<Network> six = new Bits.Collector<>();
    for (int bit = 0; bit < matchers.size(); bit++) {
      for (Network network : ((InNetworks) matchers.get(bit)).networks()) {
        (network.address().length() == 4 ? four : six).add(network, bit);
      }
    }
    NetworkTrie v4 = new NetworkTrie(four.finish());
    NetworkTrie v6 = new NetworkTrie(six.finish());
    return (value, index, words, first) -> {
      int length = value.length(index);
      if (length == 4) {
        v4.walk(value.array(index), value.offset(index), 4, words, first);
      } else if (length == 16) {
        v6.walk(value.array(index), value.offset(index), 16, words, first);
      }
    };
  }
}

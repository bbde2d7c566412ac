// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * Where the next page of a search begins, as its caller holds it: opaque.
 *
 * @param epoch which store
 * @param last the place of the last alert of the page before
 */
record PageToken(long epoch, History.Spot last) {

  private static final TokenText TEXT = new TokenText("p1", 3, "the next page of a search");

  String text() {
    return TEXT.write(epoch, last.timeNanos(), last.number());
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static PageToken parse(String text) {
    long[] parts = TEXT.read(text);
    return new PageToken(parts[0], new History.Spot(parts[1], parts[2]));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * A place in the log of one store, as readers hold it: opaque.
 *
 * @param epoch which store; a new one begins with each new database
 * @param number the last alert that was read, 0 for none
 */
record LogToken(long epoch, long number) {

  private static final TokenText TEXT = new TokenText("e1", 2, "a token of an alert log");

  String text() {
    return TEXT.write(epoch, number);
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static LogToken parse(String text) {
    long[] parts = TEXT.read(text);
    if (parts[1] < 0) {
      throw TEXT.invalid();
    }
    return new LogToken(parts[0], parts[1]);
  }
}

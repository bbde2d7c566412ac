// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.derive;

/** {@code tolower()} and {@code toupper()}: ASCII letters only, byte by byte. */
final class CaseChange extends EachText {
  private final byte first;
  private final byte last;

  CaseChange(Argument text, boolean upper) {
    super(text);
    this.first = (byte) (upper ? 'a' : 'A');
    this.last = (byte) (upper ? 'z' : 'Z');
  }

  @Override
  boolean append(Argument one, Scratch made) {
    byte[] array = one.array();
    int end = one.offset() + one.length();
    for (int at = one.offset(); at < end; at++) {
      byte b = array[at];
      made.append(b >= first && b <= last ? (byte) (b ^ 32) : b);
    }
    return true;
  }
}

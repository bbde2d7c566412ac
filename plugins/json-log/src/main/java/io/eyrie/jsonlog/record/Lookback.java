// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.record;

import java.util.Arrays;
import java.util.List;

/** What stands in a range of JSON before a place in it, white space left aside. */
final class Lookback {

  private Lookback() {}

  /** The last byte of the range before an index that is not white space; 0 when there is none. */
  static byte tokenBefore(byte[] buffer, int start, int index) {
    for (int at = index - 1; at >= start; at--) {
      if (!space(buffer[at])) {
        return buffer[at];
      }
    }
    return 0;
  }

  /** Whether the place is that of the value of one of these keys. */
  static boolean behindKey(byte[] buffer, int start, int position, List<byte[]> keys) {
    int at = position - 1;
    while (at > start && space(buffer[at])) {
      at--;
    }
    if (at <= start || buffer[at] != ':') {
      return false;
    }
    at--;
    while (at > start && space(buffer[at])) {
      at--;
    }
    for (byte[] key : keys) {
      int from = at - key.length;
      if (from - 1 > start
          && buffer[at] == '"'
          && buffer[from - 1] == '"'
          && Arrays.equals(buffer, from, at, key, 0, key.length)) {
        return true;
      }
    }
    return false;
  }

  private static boolean space(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}

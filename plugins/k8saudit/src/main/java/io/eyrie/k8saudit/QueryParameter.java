// SPDX-License-Identifier: Apache-2.0
package io.eyrie.k8saudit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.projection.Slice;

/** Finds a parameter in the query of a request's path. */
final class QueryParameter {

  private final byte[] key;
  private byte[] decoded = new byte[256];

  QueryParameter(String key) {
    this.key = key.getBytes(UTF_8);
  }

  /** Gives the first value of that key, decoded; nothing when the query has none. */
  void find(Slice uri, Value into) {
    byte[] bytes = uri.array();
    int end = uri.offset() + uri.length();
    int at = uri.offset();
    while (at < end && bytes[at] != '?') {
      at++;
    }
    at++;
    while (at < end) {
      int next = at;
      int equals = -1;
      while (next < end && bytes[next] != '&' && bytes[next] != '#') {
        if (bytes[next] == '=' && equals < 0) {
          equals = next;
        }
        next++;
      }
      int length = decode(bytes, at, equals < 0 ? next : equals);
      if (length == key.length && java.util.Arrays.equals(decoded, 0, length, key, 0, length)) {
        int valueLength = equals < 0 ? 0 : decode(bytes, equals + 1, next);
        into.set(decoded, 0, valueLength);
        return;
      }
      if (next < end && bytes[next] == '#') {
        return;
      }
      at = next + 1;
    }
  }

  /** Decodes percent signs and plus signs; returns the length. */
  private int decode(byte[] bytes, int from, int to) {
    if (decoded.length < to - from) {
      decoded = new byte[to - from];
    }
    int length = 0;
    for (int at = from; at < to; at++) {
      int high = bytes[at] == '%' && at + 2 < to ? Character.digit(bytes[at + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[at + 2], 16);
      if (low >= 0) {
        decoded[length++] = (byte) (high << 4 | low);
        at += 2;
      } else {
        decoded[length++] = bytes[at] == '+' ? (byte) ' ' : bytes[at];
      }
    }
    return length;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.projection;

import java.util.ArrayList;
import java.util.List;

/**
 * The place of a value in a record, as the keys that lead to it from the root.
 *
 * <p>Written as a JSON pointer (RFC 6901): {@code /userIdentity/arn}; {@code ~1} is a slash and
 * {@code ~0} a tilde within a key; the slash in front may be left out. A key that is a decimal
 * number without leading zeros also names an element of an array. The empty pointer is the whole
 * record.
 *
 * @param keys from the root on
 */
public record JsonPath(List<String> keys) {

  /** What a pointer looks like, as a regular expression. */
  public static final String FORM = "([^~]|~[01])*";

  /** Keeps a copy of the keys. */
  public JsonPath {
    keys = List.copyOf(keys);
  }

  /**
   * Reads a pointer.
   *
   * @throws IllegalArgumentException if a tilde is not followed by 0 or 1
   */
  public static JsonPath of(String pointer) {
    if (pointer.isEmpty()) {
      return new JsonPath(List.of());
    }
    List<String> keys = new ArrayList<>();
    StringBuilder key = new StringBuilder();
    for (int i = pointer.charAt(0) == '/' ? 1 : 0; i < pointer.length(); i++) {
      char c = pointer.charAt(i);
      if (c == '/') {
        keys.add(key.toString());
        key.setLength(0);
      } else if (c == '~') {
        char escaped = i + 1 < pointer.length() ? pointer.charAt(++i) : ' ';
        switch (escaped) {
          case '0' -> key.append('~');
          case '1' -> key.append('/');
          default ->
              throw new IllegalArgumentException(
                  "'" + pointer + "' is no JSON pointer: write ~0 for a tilde and ~1 for a slash");
        }
      } else {
        key.append(c);
      }
    }
    keys.add(key.toString());
    return new JsonPath(keys);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import java.util.regex.Pattern;

/** Names and numbers that requests carry: their forms, and how they are shown in messages. */
final class Names {

  private static final int DEFAULT_PAGE = 100;
  private static final int LARGEST_PAGE = 1000;
  private static final int LONGEST_TOKEN = 128;
  private static final int LONGEST_SHOWN = 64;

  private static final Pattern SUBSCRIBER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]*");

  private Names() {}

  /** The name of a subscriber, which must be there. */
  static String subscriber(String name) {
    if (!SUBSCRIBER.matcher(name).matches()) {
      throw Refused.invalid(
          "subscriber '%s': write 1 to 64 letters, digits and . _ -, first a letter or digit"
              .formatted(shown(name)));
    }
    return name;
  }

  /** The id of an alert. */
  static String id(String id) {
    if (!ID.matcher(id).matches()) {
      throw Refused.invalid(
          "id '%s': ids of alerts are 32 hexadecimal digits in lower case".formatted(shown(id)));
    }
    return id;
  }

  /** A token of this service; the log says later whether it is one of its own. */
  static String token(String part, String token) {
    if (token.length() > LONGEST_TOKEN || !TOKEN.matcher(token).matches()) {
      throw Refused.invalid("%s '%s' is none that this service gave".formatted(part, shown(token)));
    }
    return token;
  }

  static int pageSize(int wanted) {
    if (wanted < 0 || wanted > LARGEST_PAGE) {
      throw Refused.invalid(
          "page_size %d: write 1 to %d, or 0 for %d".formatted(wanted, LARGEST_PAGE, DEFAULT_PAGE));
    }
    return wanted == 0 ? DEFAULT_PAGE : wanted;
  }

  /** Clients may send anything: what is repeated to them and to logs is short and printable. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LONGEST_SHOWN)
        .forEach(point -> shown.appendCodePoint(point >= 0x20 && point < 0x7f ? point : '?'));
    return text.codePointCount(0, text.length()) > LONGEST_SHOWN ? shown + "..." : shown.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

/**
 * Text of attackers made harmless for people who look at it: what a terminal would act on, what
 * ends a line or turns the direction of text is written as a JSON escape.
 */
public final class VisibleText {

  private static final String HEX = "0123456789abcdef";

  private VisibleText() {}

  /** The text with such characters escaped and nothing else; quotes and backslashes stay. */
  public static String of(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    append(text, false, visible);
    return visible.toString();
  }

  /**
   * The text, cut where it is longer than that, with a word of how much is missing.
   *
   * @param most characters (UTF-16 units), the word aside
   */
  public static String of(String text, int most) {
    if (text.length() <= most) {
      return of(text);
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return of(text.substring(0, end)) + "… (" + (text.length() - end) + " more characters)";
  }

  /**
   * Appends the text.
   *
   * @param quoted whether to escape quotes and backslashes too, as within a JSON string
   */
  static void append(String text, boolean quoted, StringBuilder to) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> {
          if (quoted) {
            to.append('\\');
          }
          to.append(c);
        }
        case '\n' -> to.append("\\n");
        case '\r' -> to.append("\\r");
        case '\t' -> to.append("\\t");
        case '\b' -> to.append("\\b");
        case '\f' -> to.append("\\f");
        default -> appendVisible(c, text, i, to);
      }
    }
  }

  private static void appendVisible(char c, String text, int at, StringBuilder to) {
    if (c < ' ' || (c >= 0x7F && c < 0xA0) || reorders(c)) {
      to.append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) {
        to.append(HEX.charAt(c >> shift & 0xF));
      }
    } else if (Character.isSurrogate(c) && !paired(c, text, at)) {
      to.append('\uFFFD');
    } else {
      to.append(c);
    }
  }

  /** Characters that end a line or turn the direction of what follows. */
  private static boolean reorders(char c) {
    return (c >= 0x2028 && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x200E
        || c == 0x200F;
  }

  private static boolean paired(char c, String text, int at) {
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says what could be written instead of a regular expression, and which ones are expensive. */
final class RegexAdvice {

  private static final Pattern PLAIN =
      Pattern.compile("(?:[^\\\\\\[\\](){}.*+?^$|]|\\\\[.\\-/_+*?$^|(){}\\[\\]])+");
  private static final Pattern REPEATED = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");
  private static final int MANY = 100;

  private RegexAdvice() {}

  /** The comparison that says the same as the pattern, which has to match the whole text. */
  static Optional<String> plainer(String field, String pattern) {
    String core = pattern;
    boolean front = core.startsWith(".*");
    if (front) {
      core = core.substring(2);
    }
    boolean back = core.endsWith(".*") && !core.endsWith("\\.*");
    if (back) {
      core = core.substring(0, core.length() - 2);
    }
    if (PLAIN.matcher(core).matches() && (front || back)) {
      String word = front && back ? "contains" : front ? "endswith" : "startswith";
      return Optional.of(field + " " + word + " " + quoted(unescaped(core)));
    }
    if (!front && !back && core.matches("\\(.*\\)")) {
      String[] words = core.substring(1, core.length() - 1).split("\\|", -1);
      for (String word : words) {
        if (!PLAIN.matcher(word).matches()) {
          return Optional.empty();
        }
      }
      StringBuilder list = new StringBuilder();
      for (String word : words) {
        list.append(list.isEmpty() ? "" : ", ").append(quoted(unescaped(word)));
      }
      return Optional.of(field + " in (" + list + ")");
    }
    return Optional.empty();
  }

  /** Why the pattern is expensive; empty when nothing says so. */
  static Optional<String> slow(String pattern) {
    Matcher repeated = REPEATED.matcher(pattern);
    while (repeated.find()) {
      String upper = repeated.group(2);
      long most = Long.parseLong(upper == null || upper.isEmpty() ? repeated.group(1) : upper);
      if (most > MANY) {
        return Optional.of(
            "it repeats a part up to " + most + " times, and keeps a state for each");
      }
    }
    if (pattern.startsWith(".*") && longestLiteral(pattern) < 3) {
      return Optional.of(
          "it begins with '.*' and has no text of three characters to look for first");
    }
    return longestLiteral(pattern) == 0
        ? Optional.of("it has no plain text to look for first")
        : Optional.empty();
  }

  private static int longestLiteral(String pattern) {
    int longest = 0;
    int run = 0;
    boolean inClass = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (inClass) {
        inClass = c != ']';
        continue;
      }
      boolean escaped = c == '\\' && i + 1 < pattern.length();
      if (escaped) {
        i++;
      }
      if (!escaped && "[](){}.*+?^$|".indexOf(c) >= 0) {
        inClass = c == '[';
        // The character before an optional sign is not certain.
        run = c == '*' || c == '?' || c == '{' ? Math.max(0, run - 1) : run;
        longest = Math.max(longest, run);
        run = 0;
      } else {
        run++;
      }
    }
    return Math.max(longest, run);
  }

  private static String unescaped(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }

  private static String quoted(String text) {
    return text.matches("[^\\s()\"'=,]+")
        ? text
        : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}

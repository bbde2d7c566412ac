// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.re2j.Pattern;
import io.eyrie.engine.check.Regex;
import io.eyrie.engine.regex.RegexTable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Any text as a pattern, on any bytes: it says what re2j says, and soon. The first line is the
 * pattern.
 */
class RegexFuzzTest {

  private static final int REPEATED = 10_000;

  @DictionaryEntries({
    "[[:alpha:]]",
    "[^a-z]",
    "(a|b)*",
    ".*",
    "{2,3}",
    "{1000}",
    "\\.",
    "\\x41",
    "\\07",
    "[]a]",
    "(?:",
    "(?i)",
    "^",
    "$",
    "+?",
    "é",
    "😀",
    "\uFFFD"
  })
  @FuzzTest
  void regex(byte[] data) {
    int end = Things.firstLine(data);
    String source = Things.text(Arrays.copyOf(data, end));
    byte[] text = Arrays.copyOfRange(data, Math.min(end + 1, data.length), data.length);
    Regex regex;
    try {
      regex = Regex.compile(source);
    } catch (Regex.Refused refused) {
      String reason = refused.getMessage();
      if (reason == null || reason.isBlank()) {
        throw new AssertionError("refused without a reason: " + source, refused);
      }
      // What is not compiled may still be read.
      RegexTable.of(source);
      return;
    }
    boolean expected = Pattern.compile(source).matches(new String(text, StandardCharsets.UTF_8));
    if (regex.matches(text, 0, text.length) != expected) {
      throw new AssertionError("'%s': re2j says %s".formatted(source, expected));
    }
    if (regex.tabled() && text.length > 0) {
      byte[] large = new byte[REPEATED];
      for (int i = 0; i < REPEATED; i++) {
        large[i] = text[i % text.length];
      }
      regex.matches(large, 0, large.length);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import io.eyrie.engine.check.Regex;
import io.eyrie.engine.regex.RegexTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions: the table says what re2j says, and no pattern makes it slow. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegexTest {
  private static boolean matches(String pattern, String text) throws Regex.Refused {
    byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
    return Regex.compile(pattern).matches(bytes, 1, bytes.length - 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/usr/lib/.*/lib(rtmp,idn,nettle).* ; /usr/lib/x/libidn.so ; true",
        "^(cu.l,cat)$ ; curl ; true",
        "^(cu.l,cat)$ ; cat ; true",
        "^(cu.l,cat)$ ; cats ; false",
        "lib[^.]*[.]so[.][0-9]+ ; libz.so.12 ; true",
        ".*\\.so[.][[:digit:]] ; /lib/libz.so.1 ; true",
        "a{2,3} ; aaaa ; false",
        "a{2,} ; aaaa ; true",
        "(ab){2} ; abab ; true",
        "[]a]+ ; ]a] ; true",
        "[^]a]+ ; bc ; true",
        "[a-c-]+ ; a-c ; true",
        "[\\]x]+ ; ]x ; true",
        "ü+.é ; üü€é ; true",
        "[à-ü]+ ; éü ; true",
        ". ; 😀 ; true",
        "a$b ; a$b ; false",
        "(^a,b$)c* ; ac ; true",
        "\\$\\^\\.\\n* ; $^. ; true",
        "[[:^digit:]] ; x ; true",
        "\\x41 ; A ; true"
      })
  void wholeTexts(String row) throws Regex.Refused {
    String[] parts = row.split(" ; ", -1);
    assertThat(matches(parts[0].replace(',', '|').replace("{2|", "{2,"), parts[1]))
        .isEqualTo(Boolean.parseBoolean(parts[2]));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theTableAgreesWithRe2j(long seed) {
    Random random = new Random(seed);
    int tables = 0;
    for (int i = 0; i < 1_500; i++) {
      String pattern = pattern(random, 3);
      RegexTable table = RegexTable.of(pattern);
      if (table == null) {
        continue;
      }
      tables++;
      Pattern reference = Pattern.compile(pattern);
      for (int k = 0; k < 20; k++) {
        String text = text(random);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(table.match(bytes, 0, bytes.length) == RegexTable.Answer.YES)
            .as("%s on %s", pattern, text)
            .isEqualTo(reference.matches(text));
      }
    }
    assertThat(tables).isGreaterThan(1_000);
  }

  private static String pattern(Random random, int depth) {
    String[] atoms = {
      "a",
      "b",
      ".",
      "[ab]",
      "[^a]",
      "[a-c]",
      "é",
      "[à-ü]",
      "\\.",
      "€",
      "[[:alpha:]]",
      "ab",
      "\\n",
      "^",
      "$"
    };
    StringBuilder out = new StringBuilder();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      int kind = random.nextInt(8);
      if (kind < 2 && depth > 0) {
        out.append('(').append(pattern(random, depth - 1)).append(')');
      } else {
        out.append(atoms[random.nextInt(kind == 7 ? atoms.length : atoms.length - 2)]);
      }
      boolean assertion =
          out.charAt(out.length() - 1) == '^' || out.charAt(out.length() - 1) == '$';
      if (!assertion) {
        out.append(new String[] {"", "", "", "*", "+", "?", "{2}", "{1,2}"}[random.nextInt(8)]);
      }
      if (random.nextInt(5) == 0 && n > 1) {
        out.append('|');
      }
    }
    return out.toString();
  }

  private static String text(Random random) {
    String[] pieces = {"a", "b", "c", "ab", "é", "€", ".", "\n", "😀", "x"};
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(6); n > 0; n--) {
      out.append(pieces[random.nextInt(pieces.length)]);
    }
    return out.toString();
  }

  @Test
  void bytesThatAreNoUtf8AreReadAsTheReplacementCharacter() throws Regex.Refused {
    byte[] bytes = {'a', (byte) 0xFF, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
    assertThat(Regex.compile("a.b.*").matches(bytes, 0, bytes.length)).isTrue();
    assertThat(Regex.compile("a\uFFFDb").matches(bytes, 0, 3)).isTrue();
    assertThat(Regex.compile("ab.*").matches(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void thePatternsOfRulesHaveTables() throws Regex.Refused {
    for (String pattern :
        List.of(
            "/usr/lib/.*/lib(rtmp|idn|nettle).*",
            "^(cu.l|cat)$",
            "lib[^.]*[.]so[.][0-9]+",
            ".*(passwd|shadow|sudoers).*",
            "([0-9]{1,3}\\.){3}[0-9]{1,3}",
            "[a-zA-Z0-9+/]{40,}={0,2}")) {
      assertThat(Regex.compile(pattern).tabled()).as(pattern).isTrue();
    }
  }

  @Test
  void aPatternWithTooManyStatesIsStillMatchedInLinearTime() throws Regex.Refused {
    Regex regex = Regex.compile(".*a.{25}");
    assertThat(regex.tabled()).isFalse();
    byte[] text = "a".repeat(20_000).getBytes(StandardCharsets.US_ASCII);
    assertThat(regex.matches(text, 0, text.length)).isTrue();
  }

  @Test
  void hostilePatternsAreReadInBoundedTime() {
    for (String pattern :
        List.of(
            "((a{1000}){10})*",
            "(" + "a?".repeat(2_000) + ")*",
            "(.*".repeat(90) + "a" + ")".repeat(90),
            "[" + "a-zà-ü€".repeat(3_000) + "]*",
            "(a|b|ab)*".repeat(400),
            ".*".repeat(3_000))) {
      RegexTable table = RegexTable.of(pattern);
      byte[] text = "ab".repeat(50_000).getBytes(StandardCharsets.US_ASCII);
      if (table != null) {
        table.match(text, 0, text.length);
      }
    }
    assertThat(RegexTable.of("(".repeat(10_000))).isNull();
  }
}

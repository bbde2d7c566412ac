// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Text;

/**
 * Walks through a condition. The grammar has no tokens that mean the same everywhere (a word is an
 * operator here and a value there), so the parser says what it looks for.
 */
final class Lexer {
  private static final int LONGEST_SHOWN = 40;

  private final Text text;
  private final String value;
  private int at;

  Lexer(Text text) {
    this.text = text;
    this.value = text.value();
  }

  int position() {
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  Span spanFrom(int start) {
    return text.span(start, at);
  }

  Span span(int start, int end) {
    return text.span(start, end);
  }

  /** The character here, or NUL at the end. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < value.length() ? value.charAt(at + ahead) : '\0';
  }

  boolean atEnd() {
    return at >= value.length();
  }

  String from(int start) {
    return value.substring(start, at);
  }

  boolean skipBlanks() {
    int start = at;
    while (!atEnd() && isBlank(peek())) {
      at++;
    }
    return at > start;
  }

  boolean take(char c) {
    if (!atEnd() && peek() == c) {
      at++;
      return true;
    }
    return false;
  }

  /** Whether the word stands here, whatever follows it. */
  boolean looksAt(String word) {
    return value.startsWith(word, at);
  }

  /** Whether the keyword stands here, with a blank or '(' after it. */
  boolean looksAtKeyword(String word) {
    return looksAt(word) && (isBlank(peek(word.length())) || peek(word.length()) == '(');
  }

  /** Takes the keyword if a blank or '(' follows it. */
  boolean takeKeyword(String word) {
    if (looksAtKeyword(word)) {
      at += word.length();
      return true;
    }
    return false;
  }

  boolean atQuote() {
    return peek() == '"' || peek() == '\'';
  }

  /** The value without quotes that stands here, or one character, for a message. */
  String wordHere() {
    int start = at;
    if (!takeBare() && !atEnd()) {
      at++;
    }
    String word = value.substring(start, Math.min(at, start + LONGEST_SHOWN));
    at = start;
    return word;
  }

  /** The last characters before the end that are no blanks; one character when there are none. */
  Span lastWord() {
    int end = value.length();
    while (end > 0 && isBlank(value.charAt(end - 1))) {
      end--;
    }
    int start = end;
    while (start > 0 && !isBlank(value.charAt(start - 1))) {
      start--;
    }
    return span(start, Math.max(start + 1, end));
  }

  /** An error at one character. */
  SyntaxError error(int start, String problem, String hint) {
    return new SyntaxError(span(start, start + 1), problem, hint);
  }

  /** Takes what may stand in brackets without quotes, perhaps nothing. */
  void takeArgument() {
    while (!atEnd() && "[]\"'".indexOf(peek()) < 0 && !isBlank(peek())) {
      at++;
    }
  }

  /** Takes {@code [a-zA-Z][a-zA-Z0-9_]*}; false when no letter stands here. */
  boolean takeIdentifier() {
    if (!isLetter(peek())) {
      return false;
    }
    while (isLetter(peek()) || isDigit(peek()) || peek() == '_') {
      at++;
    }
    return true;
  }

  /** Takes an identifier with at least one {@code .part}; stays where it is otherwise. */
  boolean takeFieldName() {
    int start = at;
    if (!takeIdentifier()) {
      return false;
    }
    int parts = 0;
    while (peek() == '.' && isLetter(peek(1))) {
      at++;
      takeIdentifier();
      parts++;
    }
    if (parts == 0) {
      at = start;
    }
    return parts > 0;
  }

  /** Takes a run of characters that a value without quotes may have; false when there is none. */
  boolean takeBare() {
    int start = at;
    while (!atEnd() && isBare(peek())) {
      at++;
    }
    return at > start;
  }

  /** Whether a character of a bare value follows at once, so that the word before it goes on. */
  boolean bareFollows() {
    return !atEnd() && isBare(peek());
  }

  /** Takes a number, decimal or hexadecimal, as far as it goes. */
  boolean takeNumber() {
    int start = at;
    if (peek() == '0' && (peek(1) == 'x' || peek(1) == 'X') && isHex(peek(2))) {
      at += 2;
      while (isHex(peek())) {
        at++;
      }
      return true;
    }
    if (peek() == '+' || peek() == '-') {
      at++;
    }
    int digits = at;
    takeDigits();
    if (at == digits) {
      at = start;
      return false;
    }
    if (peek() == '.') {
      at++;
      takeDigits();
    }
    boolean exponent = peek() == 'e' || peek() == 'E';
    if (exponent && (peek(1) == '+' || peek(1) == '-') && isDigit(peek(2))) {
      at += 2;
      takeDigits();
    }
    return true;
  }

  private void takeDigits() {
    while (isDigit(peek())) {
      at++;
    }
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\b' || c == '\n' || c == '\r';
  }

  static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  private static boolean isBare(char c) {
    return !isBlank(c) && c != '(' && c != ')' && c != '"' && c != '\'' && c != '=' && c != ',';
  }
}

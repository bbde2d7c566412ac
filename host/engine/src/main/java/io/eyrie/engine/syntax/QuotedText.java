// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

/** Resolves the escapes of a quoted text. */
final class QuotedText {
  private QuotedText() {}

  /** Takes the quoted text that begins here, quotes included, and gives what it says. */
  static String take(Lexer lexer) throws SyntaxError {
    int start = lexer.position();
    char quote = lexer.peek();
    lexer.moveTo(start + 1);
    StringBuilder out = new StringBuilder();
    while (!lexer.atEnd()) {
      char c = lexer.peek();
      int here = lexer.position();
      lexer.moveTo(here + 1);
      if (c == quote) {
        return out.toString();
      }
      if (c == '\0') {
        throw new SyntaxError(
            lexer.span(here, here + 1), "a text can't contain the character NUL", "remove it");
      }
      out.append(c == '\\' ? escape(lexer, quote) : c);
    }
    throw new SyntaxError(
        lexer.span(start, start + 1),
        "the quote that begins here is not closed",
        "add the closing " + quote);
  }

  private static char escape(Lexer lexer, char quote) throws SyntaxError {
    int start = lexer.position() - 1;
    if (lexer.atEnd()) {
      throw new SyntaxError(
          lexer.span(start, start + 1), "the text ends within an escape", "close the quote");
    }
    char c = lexer.peek();
    lexer.moveTo(lexer.position() + 1);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '\\', '/' -> c;
      case ' ' -> '\\';
      case 'x' -> hexadecimal(lexer, start);
      case '"', '\'' -> {
        if (c == quote) {
          yield c;
        }
        throw new SyntaxError(
            lexer.spanFrom(start),
            "the escape \\" + c + " is not allowed between " + quote + " quotes",
            "write " + c + " without the backslash");
      }
      default ->
          throw new SyntaxError(
              lexer.spanFrom(start),
              "unknown escape \\" + c,
              "the escapes are \\b \\f \\n \\r \\t \\xHH \\/ \\"
                  + quote
                  + " and \\\\ for a backslash");
    };
  }

  /** A byte by its two digits; above 7F it is held as an unpaired surrogate. */
  private static char hexadecimal(Lexer lexer, int start) throws SyntaxError {
    int high = Character.digit(lexer.peek(), 16);
    int low = Character.digit(lexer.peek(1), 16);
    if (high < 0 || low < 0) {
      throw new SyntaxError(
          lexer.span(start, start + 4),
          "two hexadecimal digits are wanted after \\x",
          "write for instance \\x1b");
    }
    lexer.moveTo(lexer.position() + 2);
    int value = high << 4 | low;
    if (value == 0) {
      throw new SyntaxError(
          lexer.spanFrom(start), "a text can't contain the character NUL", "remove it");
    }
    return (char) (value < 0x80 ? value : 0xDC00 + value);
  }
}

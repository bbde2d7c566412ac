// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The operators of conditions, by the word and the kind of what stands on their right. */
public enum Operator {
  /** Equal. */
  EQ("=", Right.TEXT),
  /** Not equal, and present. */
  NE("!=", Right.TEXT),
  /** Less. */
  LT("<", Right.NUMBER),
  /** Less or equal. */
  LE("<=", Right.NUMBER),
  /** Greater. */
  GT(">", Right.NUMBER),
  /** Greater or equal. */
  GE(">=", Right.NUMBER),
  /** Has the text within. */
  CONTAINS("contains", Right.TEXT),
  /** Has the text within, the case of ASCII letters aside. */
  ICONTAINS("icontains", Right.TEXT),
  /** Has the bytes within, written in hexadecimal. */
  BCONTAINS("bcontains", Right.TEXT),
  /** Begins with the text. */
  STARTSWITH("startswith", Right.TEXT),
  /** Begins with the bytes, written in hexadecimal. */
  BSTARTSWITH("bstartswith", Right.TEXT),
  /** Ends with the text. */
  ENDSWITH("endswith", Right.TEXT),
  /** Matches a shell pattern. */
  GLOB("glob", Right.TEXT),
  /** Matches a shell pattern, the case of ASCII letters aside. */
  IGLOB("iglob", Right.TEXT),
  /** Matches a regular expression as a whole. */
  REGEX("regex", Right.TEXT),
  /** Is one of; for a list: each is one of. */
  IN("in", Right.LIST),
  /** Is one of; for a list: some is one of. */
  INTERSECTS("intersects", Right.LIST),
  /** Is a path below one of. */
  PMATCH("pmatch", Right.LIST),
  /** The event has the field. */
  EXISTS("exists", Right.NONE);

  /** What an operator takes on its right. */
  public enum Right {
    /** Nothing. */
    NONE,
    /** One value of any form. */
    TEXT,
    /** One number. */
    NUMBER,
    /** A list in parentheses, or one word. */
    LIST
  }

  private final String word;
  private final Right right;

  Operator(String word, Right right) {
    this.word = word;
    this.right = right;
  }

  /** How it is written; {@code ==} is read as {@code =}. */
  public String word() {
    return word;
  }

  /** What it takes on its right. */
  public Right right() {
    return right;
  }

  /** Whether a modifier may follow, and a list after that. */
  public boolean takesModifier() {
    return right == Right.TEXT;
  }

  /** The operator written so, or nothing. */
  public static Optional<Operator> of(String word) {
    String plain = word.equals("==") ? "=" : word;
    return Arrays.stream(values()).filter(o -> o.word.equals(plain)).findFirst();
  }

  /** The words of all operators. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Operator::word).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What can be made of the fields of an event before they are compared or printed. {@code val()} is
 * none of them: it only says that a field stands on the right.
 */
public enum Transformer {
  /** ASCII letters in lower case. */
  TOLOWER,
  /** ASCII letters in upper case. */
  TOUPPER,
  /** Decoded from base 64; absent when that can't be done. */
  B64,
  /** What follows the last {@code /}. */
  BASENAME,
  /** How many bytes a text has, or how many elements a list. */
  LEN,
  /** The elements of a list joined by a separator. */
  JOIN,
  /** Texts one after the other. */
  CONCAT,
  /** The short options among arguments of a program. */
  GETOPT;

  /** The word that puts a field on the right of an operator. */
  public static final String VAL = "val";

  private final String word = name().toLowerCase(Locale.ROOT);

  /** How it is written. */
  public String word() {
    return word;
  }

  /** The transformer written so, or nothing. */
  public static Optional<Transformer> of(String word) {
    return Arrays.stream(values()).filter(t -> t.word.equals(word)).findFirst();
  }

  /** The words of all transformers. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Transformer::word).toList();
  }
}

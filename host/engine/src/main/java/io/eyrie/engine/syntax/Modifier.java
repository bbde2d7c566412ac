// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How many values of the list on the right of an operator have to fit. None of them fits none. */
public enum Modifier {
  /** Exactly one. */
  ONEOF,
  /** At least one. */
  ANYOF,
  /** All, and there is one. */
  ALLOF;

  private final String word = name().toLowerCase(Locale.ROOT);

  /** How it is written. */
  public String word() {
    return word;
  }

  /** The modifier written so, or nothing. */
  public static Optional<Modifier> of(String word) {
    return Arrays.stream(values()).filter(m -> m.word.equals(word)).findFirst();
  }

  /** The words of all modifiers. */
  public static List<String> words() {
    return Arrays.stream(values()).map(Modifier::word).toList();
  }
}

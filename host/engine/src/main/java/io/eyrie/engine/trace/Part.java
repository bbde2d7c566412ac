// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.syntax.Operator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A sub-condition of a rule as its author wrote it.
 *
 * @param number its place in the tree, from 0, in the order of the text; the rule itself is 0
 * @param kind how its parts are joined
 * @param text the comparison as written, or the name of the macro, exception or rule
 * @param span where it is written
 * @param parts what it is made of
 * @param check which comparison it is, equal for equal ones; -1 unless it is a comparison
 * @param fields the fields that a comparison asks for
 * @param operator what a comparison does; null unless it is one
 */
public record Part(
    int number,
    Kind kind,
    String text,
    Span span,
    List<Part> parts,
    int check,
    List<FieldUse> fields,
    @Nullable Operator operator) {

  private static final int LONGEST = 160;

  /** How the parts of a part are joined. */
  public enum Kind {
    /** The first part holds and none of the others, which are the rule's exceptions. */
    RULE,
    /** The only part holds. */
    EXCEPTION,
    /** The only part holds. */
    MACRO,
    /** All parts hold. */
    ALL,
    /** Some part holds. */
    ANY,
    /** The only part does not hold. */
    NOT,
    /** A comparison, which has no parts. */
    CHECK
  }

  /** Copies the lists. */
  public Part {
    parts = List.copyOf(parts);
    fields = List.copyOf(fields);
  }

  /** The part as its author would write it on one line, macros by name, cut to 160 characters. */
  public String written() {
    String line = whole();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }

  private String whole() {
    return switch (kind) {
      case CHECK, MACRO, EXCEPTION, RULE -> text;
      case NOT -> "not " + parts.getFirst().enclosed();
      case ALL, ANY ->
          parts.stream()
              .map(Part::enclosed)
              .collect(Collectors.joining(kind == Kind.ALL ? " and " : " or "));
    };
  }

  private String enclosed() {
    return kind == Kind.ALL || kind == Kind.ANY ? "(" + whole() + ")" : whole();
  }

  /** {@code file:line:column}. */
  public String place() {
    return span.place();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items that a stage looks at while it reports, from the whole file to the innermost. It serves
 * the report that scripts read; people are shown the {@link Span} of the problem instead.
 *
 * <p>For a place inside a condition Falco's loader adds the line and the column within the
 * condition's text, both counted from 1, to the position of the item around it, counted from 0.
 * What it prints is therefore a line too far; it is printed alike here, since the files and scripts
 * that this shape is for know no other. Immutable.
 */
public final class Trail {
  private static final int EXCERPT = 17;
  private static final int WINDOW = 160;

  private final @Nullable Trail parent;
  private final ItemType type;
  private final String name;
  private final Span span;
  private final @Nullable Text condition;
  private final Collection<Text> others;

  private Trail(
      @Nullable Trail parent,
      ItemType type,
      String name,
      Span span,
      @Nullable Text condition,
      Collection<Text> others) {
    this.parent = parent;
    this.type = type;
    this.name = name;
    this.span = span;
    this.condition = condition;
    this.others = others;
  }

  /** The trail of a whole file. */
  public static Trail of(SourceText file) {
    return new Trail(null, ItemType.CONTENT, "", file.span(0, 0), null, List.of());
  }

  /** This trail and an item inside its last one. */
  public Trail in(ItemType inner, String innerName, Span innerSpan) {
    return new Trail(this, inner, innerName, innerSpan, null, List.of());
  }

  /**
   * This trail for reports about places inside conditions.
   *
   * @param own the condition that is looked at
   * @param macros conditions of macros, in which a reported place may be as well; kept, not copied
   */
  public Trail inCondition(Text own, Collection<Text> macros) {
    return new Trail(parent, type, name, span, own, macros);
  }

  /** This trail without its last item; itself when it is of a whole file. */
  Trail around() {
    return parent == null ? this : parent;
  }

  /** The place of the innermost item. */
  public Span span() {
    return span;
  }

  /** All steps to a problem at this place. */
  List<Location> locations(Code code, Span at) {
    List<Location> steps = new ArrayList<>();
    for (Trail step = this; step != null; step = step.parent) {
      steps.add(Location.of(step.type, step.name, step.span));
    }
    Collections.reverse(steps);
    if (condition != null) {
      steps.add(expression(condition, code, at, steps.getLast()));
    }
    return List.copyOf(steps);
  }

  private Location expression(Text own, Code code, Span at, Location around) {
    boolean whole = code == Code.LOAD_DEPRECATED_ITEM || code == Code.LOAD_UNSAFE_NA_CHECK;
    String start = own.value().substring(0, Math.min(EXCERPT, own.value().length()));
    String origin = '"' + start + (start.length() < own.value().length() ? "..." : "") + '"';
    if (whole) {
      return new Location(
          ItemType.EXPRESSION, "", origin, around.line(), around.column(), around.offset());
    }
    Found found = find(own, at);
    return new Location(
        ItemType.EXPRESSION,
        "",
        origin,
        around.line() + 1 + found.line,
        around.column() + 1 + found.column,
        around.offset() + found.index);
  }

  /** A place in the text of a condition; line and column from 0. */
  private record Found(Text text, int index, int line, int column) {}

  /** Where the span is; the end of the own condition for what stands outside of all conditions. */
  private Found find(Text own, Span at) {
    int inside = own.indexOf(at);
    if (inside >= 0) {
      return found(own, inside);
    }
    for (Text text : others) {
      int index = text.indexOf(at);
      if (index >= 0) {
        return found(text, index);
      }
    }
    return found(own, own.value().stripTrailing().length());
  }

  private static Found found(Text text, int index) {
    String value = text.value();
    int line = 0;
    int lineStart = 0;
    for (int i = value.indexOf('\n'); i >= 0 && i < index; i = value.indexOf('\n', i + 1)) {
      line++;
      lineStart = i + 1;
    }
    return new Found(text, index, line, index - lineStart);
  }

  /**
   * The line of a problem and under it a caret, each ended: of the condition's text for a place
   * inside one, of the file otherwise. Empty when the line is blank.
   */
  String snippet(Span at) {
    if (condition == null) {
      return snippet(span.source().lineText(span.line()), span.column() - 1);
    }
    Found found = find(condition, at);
    String value = found.text.value();
    int lineStart = found.index - found.column;
    int end = value.indexOf('\n', lineStart);
    return snippet(value.substring(lineStart, end < 0 ? value.length() : end), found.column);
  }

  private static String snippet(String line, int column) {
    if (line.isBlank()) {
      return "";
    }
    int from = line.length() <= WINDOW ? 0 : Math.max(0, column - WINDOW / 2);
    int to = Math.min(line.length(), from + WINDOW);
    int caret = Math.clamp((long) column - from, 0, to - from);
    return line.substring(from, to) + "\n" + " ".repeat(caret) + "^\n";
  }
}

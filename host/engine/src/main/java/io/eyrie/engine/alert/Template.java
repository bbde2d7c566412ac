// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.field.Field;
import io.eyrie.engine.check.Binder;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The output of a rule, taken apart once: {@code %proc.name} stands for a field, {@code %10fd.num}
 * for one of ten columns. After a {@code %} the longest text that names a field is taken, so that
 * {@code %proc.names} is {@code proc.name} and an {@code s}. Immutable.
 */
public final class Template {
  private static final int WIDEST = 10_000;
  private static final int LONGEST_NAME = 256;
  private static final String CONTAINER_INFO = "container.info";

  private final List<Part> parts;
  private final List<FieldUse> fields;

  /**
   * @param text what stands before the field
   * @param field position of the field in the list of fields, -1 when none follows
   * @param width 0 for as it is
   */
  private record Part(String text, int field, int width) {}

  /**
   * A filled-in template.
   *
   * @param message the text
   * @param fields the fields that the template names, in its order, null for those without a value
   */
  public record Rendered(String message, Map<String, @Nullable Object> fields) {}

  private Template(List<Part> parts, List<FieldUse> fields) {
    this.parts = parts;
    this.fields = fields;
  }

  /**
   * What became of an output.
   *
   * @param template the template, null when there was an error
   * @param onlyUnknownFields whether all errors were about fields that the source does not have
   */
  public record Result(@Nullable Template template, boolean onlyUnknownFields) {}

  /** Parses an output for a source; what is wrong goes to the diagnostics. */
  public static Result parse(Text output, SourceFields source, Diagnostics diagnostics) {
    return new Parser(output, source, diagnostics).parse();
  }

  /** The fields that are named, each once. */
  public List<FieldUse> fields() {
    return fields;
  }

  /** Fills in the values of an event. */
  public Rendered render(FieldValues values) {
    StringBuilder out = new StringBuilder();
    Map<String, @Nullable Object> objects = new LinkedHashMap<>();
    for (Part part : parts) {
      out.append(part.text());
      if (part.field() >= 0) {
        FieldUse use = fields.get(part.field());
        String text = ValueFormat.text(use, values.value(part.field()));
        out.append(part.width() == 0 ? text : fit(text, part.width()));
        objects.put(
            use.text(), ValueFormat.object(use, values.value(part.field()), values.timeNanos()));
      }
    }
    return new Rendered(out.toString(), objects);
  }

  private static String fit(String text, int width) {
    int length = text.codePointCount(0, text.length());
    return length <= width
        ? text + " ".repeat(width - length)
        : text.substring(0, text.offsetByCodePoints(0, width));
  }

  private static final class Parser {
    private final Text output;
    private final String value;
    private final SourceFields source;
    private final Diagnostics diagnostics;
    private final List<Part> parts = new ArrayList<>();
    private final Map<FieldUse, Integer> order = new LinkedHashMap<>();
    private final StringBuilder literal = new StringBuilder();
    private boolean failed;
    private boolean otherError;
    private int at;

    private Parser(Text output, SourceFields source, Diagnostics diagnostics) {
      this.output = output.strip();
      this.value = this.output.value();
      this.source = source;
      this.diagnostics = diagnostics;
    }

    private Result parse() {
      if (value.isEmpty()) {
        other(
            output.span(),
            "the output is blank",
            "say what happened, as in '%proc.name opened %fd.name'");
      }
      if (value.startsWith("*")) {
        at = 1;
      }
      while (at < value.length()) {
        char c = value.charAt(at++);
        if (c == '%') {
          field();
        } else {
          literal.append(c);
        }
      }
      if (!literal.isEmpty()) {
        parts.add(new Part(literal.toString(), -1, 0));
      }
      return failed
          ? new Result(null, !otherError)
          : new Result(new Template(List.copyOf(parts), List.copyOf(order.keySet())), false);
    }

    private void other(Span span, String message, @Nullable String hint) {
      otherError = true;
      fail(span, message, hint);
    }

    private void fail(Span span, String message, @Nullable String hint) {
      failed = true;
      diagnostics.report(Code.LOAD_ERR_COMPILE_OUTPUT, span, message, hint);
    }

    private void field() {
      int percent = at - 1;
      int width = width(percent);
      int start = at;
      while (at < value.length() && isNamePart(value.charAt(at))) {
        at++;
      }
      String word = value.substring(start, at);
      String name = longestField(word);
      if (name == null) {
        unknown(percent, start, word);
        return;
      }
      at = start + name.length();
      if (name.equals(CONTAINER_INFO)) {
        diagnostics
            .around()
            .report(
                Code.LOAD_DEPRECATED_ITEM,
                output.span(percent, at),
                "'%container.info' is deprecated and prints nothing",
                "name the fields that are wanted, such as %container.id");
        return;
      }
      Field field = java.util.Objects.requireNonNull(source.find(name));
      String argument = argument(field);
      String problem = Binder.argumentProblem(field, argument);
      if (problem != null) {
        other(output.span(percent, at), problem, "write for instance '%" + name + "[1]'");
        return;
      }
      field
          .deprecation()
          .ifPresent(
              advice -> diagnostics.reportDeprecated(name, output.span(percent, at), advice));
      FieldUse use = new FieldUse(field, argument, source.engineField(field));
      order.putIfAbsent(use, order.size());
      parts.add(new Part(literal.toString(), order.getOrDefault(use, -1), width));
      literal.setLength(0);
    }

    private int width(int percent) {
      int start = at;
      while (at < value.length() && value.charAt(at) >= '0' && value.charAt(at) <= '9') {
        at++;
      }
      if (at == start) {
        return 0;
      }
      int width = at - start > 6 ? Integer.MAX_VALUE : Integer.parseInt(value.substring(start, at));
      if (width > WIDEST) {
        other(
            output.span(percent, at), "the width is larger than " + WIDEST, "write a smaller one");
        return 0;
      }
      return width;
    }

    private static boolean isNamePart(char c) {
      return (c >= 'a' && c <= 'z')
          || (c >= 'A' && c <= 'Z')
          || (c >= '0' && c <= '9')
          || c == '_'
          || c == '.';
    }

    private @Nullable String longestField(String word) {
      for (int length = Math.min(word.length(), LONGEST_NAME); length > 0; length--) {
        String name = word.substring(0, length);
        if (source.find(name) != null || name.equals(CONTAINER_INFO)) {
          return name;
        }
      }
      return null;
    }

    /** The text in brackets if the field takes one that is there and closed. */
    private @Nullable String argument(Field field) {
      boolean takes = field.argument().acceptsIndex() || field.argument().acceptsKey();
      int close =
          takes && at < value.length() && value.charAt(at) == '[' ? value.indexOf(']', at) : -1;
      if (close < 0 || close == at + 1) {
        return null;
      }
      String argument = value.substring(at + 1, close);
      at = close + 1;
      return argument;
    }

    private void unknown(int percent, int start, String word) {
      Span span = output.span(percent, Math.max(percent + 1, at));
      if (start >= value.length()) {
        other(span, "the output ends with '%'", "name a field after '%', or remove it");
      } else if (word.isEmpty()) {
        other(span, "no field is named after '%'", "a '%' can't be printed; write 'percent'");
      } else if (at < value.length() && value.charAt(at) == '(') {
        other(
            span,
            "the transformer '"
                + word
                + "()' in outputs is not supported by this version of Eyrie yet",
            "name the field alone");
      } else {
        fail(
            span,
            "source '" + source.declaration().name() + "' has no field '" + word + "'",
            Suggestions.hint(
                word,
                source.names(),
                "'eyrie fields --source " + source.declaration().name() + "' lists its fields"));
      }
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.Subject;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The output of a rule, taken apart once: {@code %proc.name} stands for a field, {@code
 * %toupper(proc.name)} for what a transformer makes of it, {@code %10fd.num} for one of ten
 * columns. After a {@code %} the longest text that names a field is taken, so that {@code
 * %proc.names} is {@code proc.name} and an {@code s}. Immutable.
 */
public final class Template {
  private final Part[] parts;
  private final Named[] named;
  private final List<Worded> worded;
  private final Part[][] partsOfWorded;
  private final String[] names;
  private final List<Subject> subjects;
  private final ValueFormat format;

  /**
   * @param text what stands before the subject
   * @param subject position in the list of subjects, -1 when none follows
   * @param width 0 for as it is
   */
  record Part(String text, int subject, int width) {}

  /**
   * A field among those of an alert.
   *
   * @param key as the output names it
   * @param subject position in the list of subjects
   */
  record Named(String key, FieldUse field, int subject) {}

  /**
   * A field among those of an alert that is a text made of others.
   *
   * @param key its name
   */
  record Worded(String key, List<Part> parts) {}

  /**
   * A filled-in template.
   *
   * @param message the text
   * @param fields the fields that the template names, those within transformers included, in its
   *     order and as they are before any transformer, and those that were added; null for those
   *     without a value
   */
  public record Rendered(String message, Map<String, @Nullable Object> fields) {}

  Template(
      List<Part> parts,
      List<Named> named,
      List<Worded> worded,
      List<Subject> subjects,
      ValueFormat format) {
    this.parts = parts.toArray(Part[]::new);
    this.named = named.toArray(Named[]::new);
    this.worded = List.copyOf(worded);
    this.partsOfWorded =
        worded.stream().map(field -> field.parts().toArray(Part[]::new)).toArray(Part[][]::new);
    this.names =
        Stream.concat(named.stream().map(Named::key), worded.stream().map(Worded::key))
            .toArray(String[]::new);
    this.subjects = List.copyOf(subjects);
    this.format = format;
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
    return parse(output, OutputAdditions.NONE, ValueFormat.PLAIN, source, diagnostics);
  }

  /** Parses an output with what is added to it. */
  public static Result parse(
      Text output,
      OutputAdditions additions,
      ValueFormat format,
      SourceFields source,
      Diagnostics diagnostics) {
    return new TemplateParser(output, source, diagnostics).parse(additions, format);
  }

  /** The fields that are named, each once. */
  public List<FieldUse> fields() {
    return Stream.of(named).map(Named::field).distinct().toList();
  }

  /** The fields that are named, by the names that alerts give them. */
  public Map<String, FieldUse> named() {
    Map<String, FieldUse> fields = new LinkedHashMap<>();
    for (Named field : named) {
      fields.put(field.key(), field.field());
    }
    return fields;
  }

  /** All whose values are needed to fill the template in, each once. */
  public List<Subject> subjects() {
    return subjects;
  }

  /** The names of the fields that are texts made of others. */
  public List<String> wordedFields() {
    return worded.stream().map(Worded::key).toList();
  }

  /**
   * Fills in the values of an event.
   *
   * @param text to write the message in, of any content
   */
  public Rendered render(FieldValues values, StringBuilder text) {
    @Nullable Object[] objects = new Object[names.length];
    for (int i = 0; i < named.length; i++) {
      Named field = named[i];
      objects[i] = format.object(field.field(), values.value(field.subject()), values.timeNanos());
    }
    for (int i = 0; i < partsOfWorded.length; i++) {
      objects[named.length + i] = fill(partsOfWorded[i], values, objects, text);
    }
    return new Rendered(fill(parts, values, objects, text), new NamedValues(names, objects));
  }

  private String fill(
      Part[] some, FieldValues values, @Nullable Object[] objects, StringBuilder text) {
    text.setLength(0);
    for (Part part : some) {
      text.append(part.text());
      if (part.subject() >= 0) {
        String one = text(part.subject(), values, objects);
        text.append(part.width() == 0 ? one : fit(one, part.width()));
      }
    }
    return text.toString();
  }

  /** A text that is among the fields already is not made again. */
  private String text(int subject, FieldValues values, @Nullable Object[] objects) {
    for (int i = 0; i < named.length; i++) {
      if (named[i].subject() == subject && objects[i] instanceof String known) {
        return known;
      }
    }
    return format.text(subjects.get(subject), values.value(subject));
  }

  private static String fit(String text, int width) {
    int length = text.codePointCount(0, text.length());
    return length <= width
        ? text + " ".repeat(width - length)
        : text.substring(0, text.offsetByCodePoints(0, width));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.alert;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.engine.alert.Template.Named;
import io.eyrie.engine.alert.Template.Part;
import io.eyrie.engine.alert.Template.Worded;
import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.check.Problems;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.check.Subject;
import io.eyrie.engine.check.SubjectBinder;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.diag.Text;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Term;
import io.eyrie.engine.syntax.PieceParser;
import io.eyrie.engine.syntax.Placed;
import io.eyrie.engine.syntax.Transformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes an output apart, and what is added to it. */
final class TemplateParser {
  private static final int WIDEST = 10_000;
  private static final int LONGEST_NAME = 256;
  private static final String CONTAINER_INFO = "container.info";

  private final SourceFields source;
  private final Diagnostics diagnostics;
  private final Problems problems;
  private final SubjectBinder binder;
  private final Map<Subject, Integer> order = new LinkedHashMap<>();
  private final StringBuilder literal = new StringBuilder();

  /** The fields that the alert has besides its texts; of a text among its fields nobody asks. */
  private Map<String, Named> named = new LinkedHashMap<>();

  private List<Part> parts = new ArrayList<>();
  private Text output;
  private String value;
  private int at;

  TemplateParser(Text message, SourceFields source, Diagnostics diagnostics) {
    this.output = message.strip();
    this.value = output.value();
    this.source = source;
    this.diagnostics = diagnostics;
    this.problems = new Problems(Code.LOAD_ERR_COMPILE_OUTPUT, diagnostics);
    this.binder = new SubjectBinder(source, problems);
  }

  Template.Result parse(OutputAdditions additions, ValueFormat format) {
    Text message = output;
    read(message);
    for (OutputAdditions.Piece piece : additions.pieces()) {
      switch (piece) {
        case OutputAdditions.Wording(Text added) -> {
          literal.append(' ');
          read(added.strip());
        }
        case OutputAdditions.Suggested _ -> suggested(message);
      }
    }
    List<Part> whole = taken();
    List<Worded> worded = new ArrayList<>();
    for (OutputAdditions.ExtraField field : additions.fields()) {
      Text text = field.output();
      if (text == null) {
        plain(field.key());
      } else {
        worded(field.key().value(), text, worded);
      }
    }
    worded.forEach(field -> named.remove(field.key()));
    return problems.failed()
        ? new Template.Result(null, problems.onlyUnknownNames())
        : new Template.Result(
            new Template(
                whole, List.copyOf(named.values()), worded, List.copyOf(order.keySet()), format),
            false);
  }

  private void read(Text text) {
    output = text;
    value = text.value();
    at = 0;
    if (value.isEmpty()) {
      problems.fail(
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
        placeholder();
      } else {
        literal.append(c);
      }
    }
  }

  /** What has been read since this was last asked. */
  private List<Part> taken() {
    if (!literal.isEmpty()) {
      parts.add(new Part(literal.toString(), -1, 0));
      literal.setLength(0);
    }
    List<Part> taken = parts;
    parts = new ArrayList<>();
    return taken;
  }

  private void suggested(Text message) {
    for (Field field : source.suggested()) {
      if (!named.containsKey(field.name())) {
        literal.append(' ').append(field.name().replace('.', '_')).append('=');
        place(new FieldRef(field.name(), null, message.span()), 0);
      }
    }
  }

  /** A field whose value is taken as it is. */
  private void plain(Text key) {
    read(Text.at("%" + key.value(), key.span()));
    if (!problems.failed() && !isOneField(key.value())) {
      problems.fail(
          key.span(),
          "'" + key.value() + "' is no field",
          "write the name of a field, or 'NAME: \"a text with %fields\"'");
    }
    taken();
  }

  private boolean isOneField(String key) {
    return parts.size() == 1
        && parts.getFirst().text().isEmpty()
        && literal.isEmpty()
        && isLetter(key.charAt(0))
        && List.copyOf(order.keySet()).get(parts.getFirst().subject()) instanceof FieldUse;
  }

  private void worded(String key, Text text, List<Worded> into) {
    Map<String, Named> before = named;
    named = new LinkedHashMap<>();
    read(text.strip());
    into.removeIf(earlier -> earlier.key().equals(key));
    into.add(new Worded(key, taken()));
    named = before;
  }

  private void placeholder() {
    int percent = at - 1;
    int width = width(percent);
    int start = at;
    while (at < value.length() && isNamePart(value.charAt(at))) {
      at++;
    }
    String word = value.substring(start, at);
    if (at < value.length() && value.charAt(at) == '(' && Transformer.of(word).isPresent()) {
      call(start, width);
      return;
    }
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
    String argument = argument(name);
    place(new FieldRef(name, argument, output.span(percent, at)), width);
  }

  private void call(int start, int width) {
    Placed<Term> call =
        PieceParser.callAt(output, start, Code.LOAD_ERR_COMPILE_OUTPUT, diagnostics);
    if (call == null) {
      problems.noteOther();
      return;
    }
    at = call.end();
    place(call.piece(), width);
  }

  private void place(Term term, int width) {
    Subject subject = binder.bind(term);
    if (subject == null) {
      return;
    }
    parts.add(new Part(literal.toString(), position(subject), width));
    literal.setLength(0);
    List<String> keys = new ArrayList<>();
    collectKeys(term, keys);
    List<FieldUse> fields = subject.fields();
    for (int i = 0; i < keys.size(); i++) {
      FieldUse field = fields.get(i);
      named.putIfAbsent(keys.get(i), new Named(keys.get(i), field, position(field)));
    }
  }

  private int position(Subject subject) {
    order.putIfAbsent(subject, order.size());
    return order.getOrDefault(subject, -1);
  }

  /** The texts of the fields of a term, in the order of {@link Subject#fields()}. */
  private static void collectKeys(Expr.Argument argument, List<String> into) {
    switch (argument) {
      case FieldRef ref -> into.add(ref.text());
      case Expr.Call call -> call.arguments().forEach(inner -> collectKeys(inner, into));
      case Expr.ListOf list -> list.elements().forEach(inner -> collectKeys(inner, into));
      case Expr.Literal _ -> {}
    }
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
      problems.fail(
          output.span(percent, at), "the width is larger than " + WIDEST, "write a smaller one");
      return 0;
    }
    return width;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isNamePart(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '.';
  }

  /**
   * The longest beginning of the word that names a field, in the dotted form too; where no such
   * argument is known to a field that needs one, the whole word with the argument that is not.
   */
  private @Nullable String longestField(String word) {
    String unknownArgument = null;
    for (int length = Math.min(word.length(), LONGEST_NAME); length > 0; length--) {
      String name = word.substring(0, length);
      SourceFields.Named named = isName(name) ? source.resolve(name) : null;
      if (name.equals(CONTAINER_INFO)) {
        return name;
      }
      if (named == null) {
        continue;
      }
      Field field = named.field();
      if (named.key() != null && !field.takesKey(named.key())) {
        unknownArgument = unknownArgument == null ? name : unknownArgument;
      } else if (named.key() != null || unknownArgument == null || !field.argument().required()) {
        return name;
      }
    }
    return unknownArgument;
  }

  /** Whether each part between dots begins with a letter. */
  private static boolean isName(String text) {
    boolean begins = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (begins && !isLetter(c)) {
        return false;
      }
      begins = c == '.';
    }
    return !begins;
  }

  /** The text in brackets if the field takes one that is there and closed. */
  private @Nullable String argument(String name) {
    SourceFields.Named field = Objects.requireNonNull(source.resolve(name));
    Argument form = field.field().argument();
    if (field.key() != null || !(form.acceptsIndex() || form.acceptsKey())) {
      return null;
    }
    Placed<String> argument = PieceParser.argumentAt(output, at);
    if (argument == null) {
      return null;
    }
    at = argument.end();
    return argument.piece();
  }

  private void unknown(int percent, int start, String word) {
    Span span = output.span(percent, Math.max(percent + 1, at));
    boolean call = at < value.length() && value.charAt(at) == '(';
    if (start >= value.length()) {
      problems.fail(span, "the output ends with '%'", "name a field after '%', or remove it");
    } else if (word.isEmpty()) {
      problems.fail(span, "no field is named after '%'", "a '%' can't be printed; write 'percent'");
    } else if (call && word.equals(Transformer.VAL)) {
      problems.fail(span, "'val()' has no place in an output", "name the field without it");
    } else if (call && word.indexOf('.') < 0) {
      problems.fail(
          span,
          "'" + word + "' is no transformer",
          Suggestions.hint(
              word,
              Transformer.words(),
              "the transformers are " + String.join(" ", Transformer.words())));
    } else {
      String name = source.declaration().name();
      problems.unknown(
          span, "source '" + name + "' has no field '" + word + "'", source.hint(word));
    }
  }
}

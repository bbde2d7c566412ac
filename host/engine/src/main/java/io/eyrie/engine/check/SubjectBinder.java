// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.Argument;
import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Derived.Input;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.FieldRef;
import io.eyrie.engine.syntax.Expr.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Looks up the fields of terms and holds transformers against the types of what they get. */
public final class SubjectBinder {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,9}");

  /** How many arguments a hint names at most. */
  private static final int MOST_NAMED = 12;

  private final SourceFields fields;
  private final Problems problems;

  /** A binder for terms over the fields of a source. */
  public SubjectBinder(SourceFields fields, Problems problems) {
    this.fields = fields;
    this.problems = problems;
  }

  /** Binds a term; null after a diagnostic. */
  public @Nullable Subject bind(Term term) {
    return switch (term) {
      case FieldRef ref -> field(ref);
      case Expr.Call call -> call(call);
    };
  }

  /** Binds a field; null after a diagnostic. */
  public @Nullable FieldUse field(FieldRef ref) {
    SourceFields.Named named = fields.resolve(ref.name());
    if (named == null) {
      String source = fields.declaration().name();
      problems.unknown(
          ref.span(),
          "source '" + source + "' has no field '" + ref.name() + "'",
          fields.hint(ref.name()));
      return null;
    }
    Field field = named.field();
    if (named.key() != null && ref.argument() != null) {
      problems.fail(
          ref.span(),
          "field '" + ref.name() + "' takes no argument",
          "write '" + ref.name() + "' without brackets");
      return null;
    }
    String argument = named.key() == null ? ref.argument() : named.key();
    String problem = argumentProblem(field, argument);
    if (problem != null) {
      problems.fail(ref.span(), problem, argumentHint(field));
      return null;
    }
    if (argument != null && !takes(field, argument)) {
      problems.unknownArgument(
          ref.span(),
          "field '" + field.name() + "' has no argument '" + argument + "'",
          keyHint(field, argument));
      return null;
    }
    field.deprecation().ifPresent(advice -> problems.deprecated(field.name(), ref.span(), advice));
    return new FieldUse(fields.typed(field, argument), argument, fields.engineField(field));
  }

  private static @Nullable String argumentProblem(Field field, @Nullable String argument) {
    Argument form = field.argument();
    if (argument == null) {
      return form.required() ? "field '" + field.name() + "' needs an argument in brackets" : null;
    }
    if (!form.acceptsIndex() && !form.acceptsKey()) {
      return "field '" + field.name() + "' takes no argument";
    }
    return isIndex(field, argument) || form.acceptsKey()
        ? null
        : "'" + argument + "' is no index for field '" + field.name() + "'";
  }

  private static boolean takes(Field field, String argument) {
    return isIndex(field, argument) || field.takesKey(argument);
  }

  private static boolean isIndex(Field field, String argument) {
    return field.argument().acceptsIndex() && INDEX.matcher(argument).matches();
  }

  private static String keyHint(Field field, String argument) {
    if (field.keys().isEmpty()) {
      return "it has to match " + field.keyForm().orElse("");
    }
    String fallback =
        field.keys().size() <= MOST_NAMED
            ? "its arguments are " + String.join(", ", field.keys())
            : "'eyrie fields --json' lists the " + field.keys().size() + " that it has";
    return Suggestions.hint(argument, field.keys(), fallback);
  }

  private static String argumentHint(Field field) {
    return switch (field.argument()) {
      case NONE -> "write '" + field.name() + "' without brackets";
      case OPTIONAL_INDEX, REQUIRED_INDEX -> "write a number, as in '" + field.name() + "[1]'";
      case OPTIONAL_KEY, REQUIRED_KEY -> "write a key, as in '" + field.name() + "[key]'";
      case OPTIONAL_INDEX_OR_KEY, REQUIRED_INDEX_OR_KEY ->
          "write a number or a key, as in '" + field.name() + "[1]'";
    };
  }

  private @Nullable Subject call(Expr.Call call) {
    List<Input> inputs = new ArrayList<>();
    for (Expr.Argument argument : call.arguments()) {
      Input input = input(call, argument);
      if (input != null) {
        inputs.add(input);
      }
    }
    if (inputs.size() < call.arguments().size()) {
      return null;
    }
    TransformerRules.Outcome outcome = TransformerRules.apply(call, List.copyOf(inputs));
    return switch (outcome) {
      case TransformerRules.Fits(Derived derived) -> derived;
      case TransformerRules.Misfit(String message, String hint) -> {
        problems.fail(call.span(), message, hint);
        yield null;
      }
    };
  }

  private @Nullable Input input(Expr.Call call, Expr.Argument argument) {
    return switch (argument) {
      case Term term -> {
        Subject subject = bind(term);
        if (subject instanceof FieldUse use
            && Peculiarities.withoutTransformers(use.field().name())) {
          problems.fail(
              term.span(),
              "field '" + use.field().name() + "' can't be given to a transformer",
              "compare the field itself");
          yield null;
        }
        yield subject == null ? null : new Derived.OfEvent(subject);
      }
      case Expr.Literal literal -> new Derived.Constant(Octets.of(literal.text()));
      case Expr.ListOf list -> {
        List<Input> elements = new ArrayList<>();
        for (Expr.Argument element : list.elements()) {
          Input input = input(call, element);
          if (input == null) {
            yield null;
          }
          if (input instanceof Derived.OfEvent(Subject subject)
              && (subject.list() || subject.type() != FieldType.STRING)) {
            problems.fail(
                element.span(),
                "'" + subject.text() + "' can't be in a list: it is no single text",
                "a list in parentheses holds single texts only");
            yield null;
          }
          elements.add(input);
        }
        yield new Derived.Elements(List.copyOf(elements));
      }
    };
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Transformer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The oracle's values: fields and transformers as objects. Texts, bytes and addresses are strings,
 * numbers are {@code Long} or {@code Double}, lists are lists; null is absent.
 */
final class NaiveTerms {
  private static final SourceFields FIELDS = new SourceFields(TestSource.DECLARATION);

  private final String type;
  private final Map<String, ?> event;

  NaiveTerms(String type, Map<String, ?> event) {
    this.type = type;
    this.event = event;
  }

  static Field field(Expr.FieldRef ref) {
    return Objects.requireNonNull(FIELDS.resolve(ref.name())).field();
  }

  /** The type of a term, of each element when it is a list. */
  static FieldType type(Expr.Term term) {
    return switch (term) {
      case Expr.FieldRef ref -> field(ref).type();
      case Expr.Call call ->
          switch (call.transformer()) {
            case LEN -> FieldType.UINT64;
            case B64 ->
                call.arguments().getFirst() instanceof Expr.Term inner
                    ? type(inner)
                    : FieldType.STRING;
            case TOLOWER, TOUPPER, BASENAME, JOIN, CONCAT, GETOPT -> FieldType.STRING;
          };
    };
  }

  @Nullable Object value(Expr.Argument argument) {
    return switch (argument) {
      case Expr.Literal literal -> literal.text();
      case Expr.FieldRef ref -> fieldValue(ref);
      case Expr.Call call -> call(call);
      case Expr.ListOf list -> {
        List<Object> elements = new ArrayList<>();
        for (Expr.Argument element : list.elements()) {
          Object value = value(element);
          if (value == null) {
            yield null;
          }
          elements.add(value);
        }
        yield elements;
      }
    };
  }

  private @Nullable Object fieldValue(Expr.FieldRef ref) {
    Field field = field(ref);
    if (field.name().equals("evt.type")) {
      return type;
    }
    if (!field.eventTypes().isEmpty() && !field.eventTypes().contains(type)) {
      return null;
    }
    Object value = event.get(ref.text());
    return switch (value) {
      case null -> null;
      case byte[] bytes -> new String(bytes, StandardCharsets.ISO_8859_1);
      case Boolean truth -> truth ? 1L : 0L;
      default -> value;
    };
  }

  private @Nullable Object call(Expr.Call call) {
    List<Object> inputs = new ArrayList<>();
    for (Expr.Argument argument : call.arguments()) {
      Object value = value(argument);
      if (value == null) {
        return null;
      }
      inputs.add(value);
    }
    Object first = inputs.getFirst();
    return switch (call.transformer()) {
      case TOLOWER -> each(first, text -> text.toLowerCase(Locale.ROOT));
      case TOUPPER -> each(first, text -> text.toUpperCase(Locale.ROOT));
      case BASENAME -> each(first, text -> text.substring(text.lastIndexOf('/') + 1));
      case B64 -> decoded(first);
      case LEN ->
          first instanceof List<?> list ? (long) list.size() : length(call, first.toString());
      case JOIN -> String.join(first.toString(), texts(inputs.get(1)));
      case CONCAT -> String.join("", texts(inputs));
      case GETOPT -> options(texts(first), inputs.get(1).toString(), call);
    };
  }

  /** Bytes as they are, texts up to a NUL. */
  private static long length(Expr.Call call, String value) {
    boolean bytes =
        call.arguments().getFirst() instanceof Expr.Term term && type(term) == FieldType.BYTES;
    int end = bytes ? -1 : value.indexOf('\0');
    return end < 0 ? value.length() : end;
  }

  private static List<String> texts(Object list) {
    return ((List<?>) list).stream().map(Object::toString).toList();
  }

  private static Object each(Object value, UnaryOperator<String> change) {
    return value instanceof List<?> list
        ? list.stream().map(element -> (Object) change.apply(element.toString())).toList()
        : change.apply(value.toString());
  }

  private static @Nullable Object decoded(Object value) {
    try {
      return each(
          value,
          text -> {
            byte[] decoded = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(decoded).startsWith(text)) {
              throw new IllegalArgumentException("bits are left over");
            }
            return new String(decoded, StandardCharsets.ISO_8859_1);
          });
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Object options(List<String> arguments, String letters, Expr.Call call) {
    List<String> found = new ArrayList<>();
    String last = null;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
        break;
      }
      if (argument.startsWith("--")) {
        continue;
      }
      for (int k = 1; k < argument.length(); k++) {
        String letter = argument.substring(k, k + 1);
        int at = letters.indexOf(letter);
        if (at < 0 || letter.equals(":")) {
          found.add("?");
          continue;
        }
        found.add(letter);
        String value = letter;
        boolean valued = letters.startsWith(":", at + 1);
        if (valued) {
          value =
              k + 1 < argument.length()
                  ? argument.substring(k + 1)
                  : i + 1 < arguments.size() ? arguments.get(++i) : "";
          found.add(value);
        }
        if (letter.equals(call.argument())) {
          last = value;
        }
        if (valued) {
          break;
        }
      }
    }
    return call.transformer() == Transformer.GETOPT && call.argument() == null ? found : last;
  }
}

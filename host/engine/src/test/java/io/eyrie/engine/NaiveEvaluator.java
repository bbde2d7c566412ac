// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.SourceFields;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Operator;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The oracle: judges the tree of a condition as it was written, check by check, on objects and
 * texts. It shares nothing with the engine but the tree.
 */
final class NaiveEvaluator {
  private final SourceFields fields = new SourceFields(TestSource.DECLARATION);
  private final String type;
  private final Map<String, ?> event;

  NaiveEvaluator(String type, Map<String, ?> event) {
    this.type = type;
    this.event = event;
  }

  boolean holds(Expr expr) {
    return switch (expr) {
      case Expr.And and -> and.terms().stream().allMatch(this::holds);
      case Expr.Or or -> or.terms().stream().anyMatch(this::holds);
      case Expr.Not not -> !holds(not.term());
      case Expr.MacroRef _ -> throw new IllegalStateException("not expanded");
      case Expr.Check check -> check(check);
    };
  }

  private @Nullable Object value(Expr.Check check, Field field) {
    if (field.name().equals("evt.type")) {
      return type;
    }
    if (!field.eventTypes().isEmpty() && !field.eventTypes().contains(type)) {
      return null;
    }
    return event.get(check.left().text());
  }

  private boolean check(Expr.Check check) {
    Field field = Objects.requireNonNull(fields.find(((Expr.FieldRef) check.left()).name()));
    Object value = value(check, field);
    if (value == null) {
      return false;
    }
    List<String> operands =
        switch (check.right()) {
          case Expr.Nothing _, Expr.OfEvent _ -> List.of();
          case Expr.Single(Literal literal) -> List.of(literal.text());
          case Expr.Values values -> values.values().stream().map(Literal::text).toList();
        };
    if (check.operator() == Operator.EXISTS) {
      return true;
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty()
          && (check.operator() == Operator.IN
              ? list.stream().allMatch(v -> among(field, v, operands))
              : list.stream().anyMatch(v -> among(field, v, operands)));
    }
    return switch (check.operator()) {
      case EQ -> among(field, value, operands);
      case NE -> !among(field, value, operands);
      case IN, INTERSECTS -> among(field, value, operands);
      case LT -> order(field, value, operands.getFirst()) < 0;
      case LE -> order(field, value, operands.getFirst()) <= 0;
      case GT -> order(field, value, operands.getFirst()) > 0;
      case GE -> order(field, value, operands.getFirst()) >= 0;
      case CONTAINS -> value.toString().contains(operands.getFirst());
      case ICONTAINS ->
          value
              .toString()
              .toLowerCase(Locale.ROOT)
              .contains(operands.getFirst().toLowerCase(Locale.ROOT));
      case STARTSWITH -> value.toString().startsWith(operands.getFirst());
      case ENDSWITH -> value.toString().endsWith(operands.getFirst());
      case GLOB -> value.toString().matches(globToRegex(operands.getFirst()));
      case IGLOB ->
          Pattern.compile(globToRegex(operands.getFirst()), Pattern.CASE_INSENSITIVE)
              .matcher(value.toString())
              .matches();
      case REGEX -> value.toString().matches(operands.getFirst());
      case PMATCH -> operands.stream().anyMatch(prefix -> below(value.toString(), prefix));
      case BCONTAINS, BSTARTSWITH, EXISTS -> throw new IllegalStateException();
    };
  }

  /** Only stars and question marks are drawn. */
  private static String globToRegex(String glob) {
    StringBuilder regex = new StringBuilder("(?s)");
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return regex.toString();
  }

  private static List<String> components(String path) {
    List<String> components = new ArrayList<>(Arrays.asList(path.split("/")));
    components.removeIf(String::isEmpty);
    return components;
  }

  private static boolean below(String value, String prefix) {
    List<String> path = components(value);
    List<String> wanted = components(prefix);
    if (path.size() < wanted.size()) {
      return false;
    }
    for (int i = 0; i < wanted.size(); i++) {
      if (!path.get(i).matches(globToRegex(wanted.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean among(Field field, Object value, List<String> operands) {
    return operands.stream()
        .anyMatch(operand ->
            switch (field.type()) {
              case STRING, BYTES -> value.toString().equals(operand);
              case BOOL -> value.toString().equals(operand);
              case DOUBLE -> ((Double) value).doubleValue() == Double.parseDouble(operand);
              case IP -> address(value.toString()).equals(address(operand));
              case IPNET -> inNetwork(address(value.toString()), operand);
              case INT64, UINT64, ABSTIME, RELTIME, PORT ->
                  number(field, value).equals(new BigInteger(operand));
            });
  }

  private static BigInteger number(Field field, Object value) {
    long bits = (Long) value;
    return field.type() == FieldType.UINT64
        ? new BigInteger(Long.toUnsignedString(bits))
        : BigInteger.valueOf(bits);
  }

  private static int order(Field field, Object value, String operand) {
    return value instanceof Double decimal
        ? Double.compare(decimal, Double.parseDouble(operand))
        : number(field, value).compareTo(new BigInteger(operand));
  }

  private static String address(String text) {
    try {
      return bits(InetAddress.getByName(text).getAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String bits(byte[] bytes) {
    StringBuilder bits = new StringBuilder();
    for (byte b : bytes) {
      for (int i = 7; i >= 0; i--) {
        bits.append(b >> i & 1);
      }
    }
    return bits.toString();
  }

  private static boolean inNetwork(String address, String network) {
    int slash = network.indexOf('/');
    String base = address(network.substring(0, slash));
    int prefix = Integer.parseInt(network.substring(slash + 1));
    return base.length() == address.length() && address.startsWith(base.substring(0, prefix));
  }
}

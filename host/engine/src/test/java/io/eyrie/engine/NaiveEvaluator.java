// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Modifier;
import io.eyrie.engine.syntax.Operator;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The oracle: judges the tree of a condition as it was written, check by check, on objects and
 * texts. It shares nothing with the engine but the tree.
 */
final class NaiveEvaluator {
  private static final Set<String> ENDS = Set.of("fd.ip", "fd.port");

  private final NaiveTerms terms;

  NaiveEvaluator(String type, Map<String, ?> event) {
    this.terms = new NaiveTerms(type, event);
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

  private boolean check(Expr.Check check) {
    Object left = terms.value(check.left());
    if (left == null) {
      return false;
    }
    FieldType type = NaiveTerms.type(check.left());
    return switch (check.right()) {
      case Expr.Nothing _ -> true;
      case Expr.OfEvent event -> {
        Object right = terms.value(event.term());
        yield right != null && together(type, left, check.operator(), right);
      }
      case Expr.Single(Literal literal) -> literals(check, type, left, List.of(literal));
      case Expr.Values values -> literals(check, type, left, values.values());
    };
  }

  private static boolean together(FieldType type, Object left, Operator operator, Object right) {
    List<?> all = right instanceof List<?> list ? list : List.of(right);
    return switch (operator) {
      case IN ->
          left instanceof List<?> list
              ? !list.isEmpty() && list.stream().allMatch(v -> equalToSome(type, v, all))
              : equalToSome(type, left, all);
      case INTERSECTS ->
          left instanceof List<?> list
              ? list.stream().anyMatch(v -> equalToSome(type, v, all))
              : equalToSome(type, left, all);
      default -> related(type, left, operator, right);
    };
  }

  private static boolean equalToSome(FieldType type, Object value, List<?> all) {
    return all.stream().anyMatch(other -> related(type, value, Operator.EQ, other));
  }

  private static boolean literals(
      Expr.Check check, FieldType type, Object left, List<Literal> literals) {
    List<String> texts = literals.stream().map(Literal::text).toList();
    Modifier modifier = check.modifier();
    if (modifier == null) {
      return holds(check, type, left, texts);
    }
    long fitting = texts.stream().filter(text -> holds(check, type, left, List.of(text))).count();
    return switch (modifier) {
      case ONEOF -> fitting == 1;
      case ANYOF -> fitting > 0;
      case ALLOF -> fitting > 0 && fitting == texts.size();
    };
  }

  private static boolean holds(
      Expr.Check check, FieldType type, Object left, List<String> operands) {
    Operator operator = check.operator();
    if (!(left instanceof List<?> list)) {
      return single(type, left, operator, operands);
    }
    boolean several = check.left() instanceof Expr.FieldRef ref && !NaiveTerms.field(ref).list();
    if (several && operator == Operator.NE && ENDS.contains(check.left().text())) {
      return list.stream().allMatch(value -> single(type, value, operator, operands));
    }
    if (!several && operator == Operator.IN) {
      return !list.isEmpty()
          && list.stream().allMatch(value -> single(type, value, operator, operands));
    }
    return list.stream().anyMatch(value -> single(type, value, operator, operands));
  }

  private static boolean single(
      FieldType type, Object value, Operator operator, List<String> operands) {
    return switch (operator) {
      case EQ, IN, INTERSECTS ->
          operands.stream().anyMatch(operand -> equalToLiteral(type, value, operand));
      case NE -> operands.stream().noneMatch(operand -> equalToLiteral(type, value, operand));
      case PMATCH -> operands.stream().anyMatch(prefix -> below(value.toString(), prefix));
      case REGEX -> value.toString().matches(operands.getFirst());
      case BCONTAINS, BSTARTSWITH ->
          related(
              type,
              value,
              operator,
              new String(
                  HexFormat.of().parseHex(operands.getFirst()), StandardCharsets.ISO_8859_1));
      case LT, LE, GT, GE, CONTAINS, ICONTAINS, STARTSWITH, ENDSWITH, GLOB, IGLOB ->
          related(type, value, operator, operand(type, operands.getFirst()));
      case EXISTS -> true;
    };
  }

  private static Object operand(FieldType type, String text) {
    return switch (type) {
      case STRING, BYTES, IP, IPNET -> text;
      case DOUBLE -> Double.valueOf(text);
      case BOOL -> text.equals("true") ? 1L : 0L;
      case INT64, UINT64, ABSTIME, RELTIME, PORT -> new BigInteger(text).longValue();
    };
  }

  private static boolean equalToLiteral(FieldType type, Object value, String operand) {
    return type == FieldType.IPNET
        ? inNetwork(address(value.toString()), operand)
        : related(type, value, Operator.EQ, operand(type, operand));
  }

  private static boolean related(FieldType type, Object left, Operator operator, Object right) {
    return switch (operator) {
      case EQ -> equal(type, left, right);
      case NE -> !equal(type, left, right);
      case LT -> order(type, left, right) < 0;
      case LE -> order(type, left, right) <= 0;
      case GT -> order(type, left, right) > 0;
      case GE -> order(type, left, right) >= 0;
      case CONTAINS, BCONTAINS -> left.toString().contains(right.toString());
      case ICONTAINS -> lower(left).contains(lower(right));
      case STARTSWITH, BSTARTSWITH -> left.toString().startsWith(right.toString());
      case ENDSWITH -> left.toString().endsWith(right.toString());
      case GLOB -> left.toString().matches(globToRegex(right.toString()));
      case IGLOB -> lower(left).matches(globToRegex(lower(right)));
      case REGEX, IN, INTERSECTS, PMATCH, EXISTS -> throw new IllegalStateException();
    };
  }

  private static String lower(Object text) {
    return text.toString().toLowerCase(Locale.ROOT);
  }

  private static boolean equal(FieldType type, Object left, Object right) {
    return switch (type) {
      case STRING, BYTES -> left.toString().equals(right.toString());
      case IP, IPNET -> address(left.toString()).equals(address(right.toString()));
      case DOUBLE -> ((Double) left).doubleValue() == (Double) right;
      case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT -> left.equals(right);
    };
  }

  private static int order(FieldType type, Object left, Object right) {
    return switch (type) {
      case DOUBLE -> Double.compare((Double) left, (Double) right);
      case UINT64, ABSTIME -> Long.compareUnsigned((Long) left, (Long) right);
      case INT64, RELTIME, PORT, BOOL -> Long.compare((Long) left, (Long) right);
      case STRING, BYTES, IP, IPNET ->
          Arrays.compareUnsigned(
              left.toString().getBytes(StandardCharsets.UTF_8),
              right.toString().getBytes(StandardCharsets.UTF_8));
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

  private static String address(String text) {
    try {
      StringBuilder bits = new StringBuilder();
      for (byte b : InetAddress.getByName(text).getAddress()) {
        for (int i = 7; i >= 0; i--) {
          bits.append(b >> i & 1);
        }
      }
      return bits.toString();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean inNetwork(String address, String network) {
    int slash = network.indexOf('/');
    String base = address(network.substring(0, slash));
    int prefix = Integer.parseInt(network.substring(slash + 1));
    return base.length() == address.length() && address.startsWith(base.substring(0, prefix));
  }
}

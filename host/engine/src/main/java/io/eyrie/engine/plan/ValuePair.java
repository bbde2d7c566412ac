// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.engine.check.Slices;
import io.eyrie.engine.check.TextGlob;
import io.eyrie.engine.syntax.Operator;
import java.util.Arrays;

/** Whether two values of one event stand in a relation. Both are of one type. Immutable. */
final class ValuePair {
  private final Operator operator;
  private final Family family;

  /** How the values of a type are held and ordered. */
  private enum Family {
    SIGNED,
    UNSIGNED,
    DECIMAL,
    BYTES
  }

  private ValuePair(Operator operator, Family family) {
    this.operator = operator;
    this.family = family;
  }

  static ValuePair of(Operator operator, FieldType type) {
    Family family =
        switch (type) {
          case STRING, BYTES, IP, IPNET -> Family.BYTES;
          case BOOL, INT64, RELTIME, PORT -> Family.SIGNED;
          case UINT64, ABSTIME -> Family.UNSIGNED;
          case DOUBLE -> Family.DECIMAL;
        };
    return new ValuePair(operator, family);
  }

  /** Whether an element of the left value stands in the relation to the right value. */
  boolean holds(Value left, int index, Value right) {
    if (operator == Operator.IN || operator == Operator.INTERSECTS) {
      for (int i = 0; i < right.size(); i++) {
        if (compare(left, index, right, i, Operator.EQ)) {
          return true;
        }
      }
      return false;
    }
    return right.size() > 0 && compare(left, index, right, 0, operator);
  }

  private boolean compare(Value left, int l, Value right, int r, Operator relation) {
    return switch (family) {
      case SIGNED -> ordered(Long.compare(left.number(l), right.number(r)), relation);
      case UNSIGNED -> ordered(Long.compareUnsigned(left.number(l), right.number(r)), relation);
      case DECIMAL -> decimals(left.decimal(l), right.decimal(r), relation);
      case BYTES -> bytes(left, l, right, r, relation);
    };
  }

  private static boolean ordered(int order, Operator relation) {
    return switch (relation) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
      default -> false;
    };
  }

  /** NaN is equal to nothing and comes neither before nor after anything. */
  private static boolean decimals(double left, double right, Operator relation) {
    return switch (relation) {
      case EQ -> left == right;
      case NE -> left != right;
      case LT -> left < right;
      case LE -> left <= right;
      case GT -> left > right;
      case GE -> left >= right;
      default -> false;
    };
  }

  private static boolean bytes(Value left, int l, Value right, int r, Operator relation) {
    byte[] a = left.array(l);
    int from = left.offset(l);
    int length = left.length(l);
    byte[] b = right.array(r);
    int other = right.offset(r);
    int size = right.length(r);
    return switch (relation) {
      case EQ -> Arrays.equals(a, from, from + length, b, other, other + size);
      case NE -> !Arrays.equals(a, from, from + length, b, other, other + size);
      case LT, LE, GT, GE ->
          ordered(Arrays.compareUnsigned(a, from, from + length, b, other, other + size), relation);
      case CONTAINS, BCONTAINS -> Slices.contains(a, from, length, b, other, size, false);
      case ICONTAINS -> Slices.contains(a, from, length, b, other, size, true);
      case STARTSWITH, BSTARTSWITH ->
          size <= length && Arrays.equals(a, from, from + size, b, other, other + size);
      case ENDSWITH ->
          size <= length
              && Arrays.equals(a, from + length - size, from + length, b, other, other + size);
      case GLOB -> TextGlob.matches(b, other, size, a, from, length, false);
      case IGLOB -> TextGlob.matches(b, other, size, a, from, length, true);
      case REGEX, IN, INTERSECTS, PMATCH, EXISTS -> false;
    };
  }
}

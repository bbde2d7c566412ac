// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import static io.eyrie.engine.syntax.Operator.BCONTAINS;
import static io.eyrie.engine.syntax.Operator.BSTARTSWITH;
import static io.eyrie.engine.syntax.Operator.CONTAINS;
import static io.eyrie.engine.syntax.Operator.ENDSWITH;
import static io.eyrie.engine.syntax.Operator.EQ;
import static io.eyrie.engine.syntax.Operator.EXISTS;
import static io.eyrie.engine.syntax.Operator.GE;
import static io.eyrie.engine.syntax.Operator.GLOB;
import static io.eyrie.engine.syntax.Operator.GT;
import static io.eyrie.engine.syntax.Operator.ICONTAINS;
import static io.eyrie.engine.syntax.Operator.IGLOB;
import static io.eyrie.engine.syntax.Operator.IN;
import static io.eyrie.engine.syntax.Operator.INTERSECTS;
import static io.eyrie.engine.syntax.Operator.LE;
import static io.eyrie.engine.syntax.Operator.LT;
import static io.eyrie.engine.syntax.Operator.NE;
import static io.eyrie.engine.syntax.Operator.PMATCH;
import static io.eyrie.engine.syntax.Operator.REGEX;
import static io.eyrie.engine.syntax.Operator.STARTSWITH;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.syntax.Operator;
import java.util.EnumSet;
import java.util.Set;

/** Which operators can be used with which types. */
final class OperatorRules {
  private static final Set<Operator> LISTS = EnumSet.of(IN, INTERSECTS, EXISTS);
  private static final Set<Operator> EQUALITY = EnumSet.of(EQ, NE, IN, INTERSECTS, EXISTS);
  private static final Set<Operator> ORDER =
      EnumSet.of(EQ, NE, LT, LE, GT, GE, IN, INTERSECTS, EXISTS);
  private static final Set<Operator> BYTES =
      EnumSet.of(
          EQ, NE, CONTAINS, BCONTAINS, STARTSWITH, BSTARTSWITH, ENDSWITH, IN, INTERSECTS, EXISTS);
  private static final Set<Operator> TEXT =
      EnumSet.of(
          EQ,
          NE,
          LT,
          LE,
          GT,
          GE,
          CONTAINS,
          ICONTAINS,
          STARTSWITH,
          ENDSWITH,
          GLOB,
          IGLOB,
          REGEX,
          IN,
          INTERSECTS,
          PMATCH,
          EXISTS);

  private OperatorRules() {}

  static Set<Operator> allowed(Subject subject) {
    if (subject.list()) {
      return LISTS;
    }
    return switch (subject.type()) {
      case STRING -> TEXT;
      case BYTES -> BYTES;
      case BOOL, IP, IPNET -> EQUALITY;
      case INT64, UINT64, DOUBLE, ABSTIME, RELTIME, PORT -> ORDER;
    };
  }

  /** Whether something of the event can stand on the right of the operator. */
  static boolean takesEvent(Operator operator) {
    return operator != PMATCH && operator != REGEX && operator != EXISTS;
  }

  /** What a subject holds, in words. */
  static String holds(Subject subject) {
    return (subject.list() ? "a list of " : "") + words(subject.type(), subject.list());
  }

  private static String words(FieldType type, boolean many) {
    return switch (type) {
      case STRING -> many ? "texts" : "text";
      case BYTES -> "bytes";
      case BOOL -> many ? "truth values" : "a truth value";
      case INT64, UINT64, DOUBLE -> many ? "numbers" : "a number";
      case ABSTIME -> many ? "times" : "a time";
      case RELTIME -> many ? "spans of time" : "a span of time";
      case PORT -> many ? "ports" : "a port";
      case IP, IPNET -> many ? "IP addresses" : "an IP address";
    };
  }
}

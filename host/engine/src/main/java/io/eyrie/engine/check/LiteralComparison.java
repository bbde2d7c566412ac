// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.api.field.FieldType;
import io.eyrie.engine.check.Predicate.Quantifier;
import io.eyrie.engine.diag.Code;
import io.eyrie.engine.syntax.Expr.Literal;
import io.eyrie.engine.syntax.Operator;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Turns the comparison of a subject with literals into a condition. What is wrong with a literal is
 * reported; the condition is then of no use.
 */
final class LiteralComparison {
  private final Problems problems;
  private final RegexLibrary regexes;
  private final Subject subject;
  private final Operator operator;
  private final Quantifier quantifier;

  /**
   * @param restricting whether a comparison of {@code evt.type} counts as naming event types
   */
  LiteralComparison(
      Problems problems,
      RegexLibrary regexes,
      Subject subject,
      Operator operator,
      boolean restricting) {
    this.problems = problems;
    this.regexes = regexes;
    this.subject = subject;
    this.operator = operator;
    boolean several = subject instanceof FieldUse use && use.several();
    this.quantifier =
        subject.list()
            ? operator == Operator.IN ? Quantifier.EACH : Quantifier.SOME
            : several || !restricting ? Quantifier.SOME : Quantifier.ONE;
  }

  /** Turns the text of a literal into a value. */
  @FunctionalInterface
  private interface Reader<T> {
    T read(Literal literal) throws LiteralError;
  }

  private <T> List<T> read(List<Literal> literals, Reader<T> reader) {
    Set<T> values = new LinkedHashSet<>();
    for (Literal literal : literals) {
      read(literal, reader, values::add);
    }
    return List.copyOf(values);
  }

  private <T> void read(Literal literal, Reader<T> reader, Consumer<T> into) {
    try {
      into.accept(reader.read(literal));
    } catch (LiteralError e) {
      problems.fail(literal.span(), e.problem(), e.hint());
    }
  }

  /** The condition that the subject stands in the relation to the literals. */
  Condition condition(List<Literal> literals) {
    return switch (operator) {
      case EXISTS -> Conditions.present(subject);
      case EQ ->
          subject instanceof FieldUse use && Peculiarities.distance(use.field().name())
              ? ordered(literals.getFirst(), true, true)
              : test(among(literals));
      case NE -> unequal(among(literals));
      case IN, INTERSECTS -> literals.isEmpty() ? Condition.FALSE : test(among(literals));
      case LT, LE, GT, GE ->
          ordered(
              literals.getFirst(),
              operator == Operator.LT || operator == Operator.LE,
              operator == Operator.LE || operator == Operator.GE);
      case PMATCH -> pathMatch(literals);
      case BCONTAINS, BSTARTSWITH, CONTAINS, ICONTAINS, STARTSWITH, ENDSWITH, GLOB, IGLOB, REGEX ->
          textual(literals.getFirst());
    };
  }

  private Condition test(Matcher matcher) {
    return Conditions.test(subject, quantifier, matcher);
  }

  /**
   * Unequal and present. Of the two ends of a connection neither may be equal; of several ancestors
   * one has to be unequal.
   */
  private Condition unequal(Matcher equal) {
    if (subject instanceof FieldUse use && use.engine() != null && use.engine().always()) {
      return new Condition.Negation(test(equal));
    }
    if (subject instanceof FieldUse use
        && use.several()
        && !Peculiarities.noneMayEqual(use.field().name())) {
      return Conditions.all(
          List.of(
              test(new Matcher.Exists()),
              new Condition.Negation(Conditions.test(subject, Quantifier.EACH, equal))));
    }
    return Conditions.all(
        List.of(Conditions.present(subject), new Condition.Negation(test(equal))));
  }

  private Condition textual(Literal literal) {
    List<Condition> result = new ArrayList<>();
    read(literal, this::textMatcher, matcher -> result.add(test(matcher)));
    return Conditions.any(result);
  }

  private Matcher textMatcher(Literal literal) throws LiteralError {
    String text = literal.text();
    return switch (operator) {
      case BCONTAINS -> new Matcher.Contains(Literals.hex(text), false);
      case BSTARTSWITH -> new Matcher.Prefix(Literals.hex(text));
      case CONTAINS -> new Matcher.Contains(Octets.of(text), false);
      case ICONTAINS -> new Matcher.Contains(Octets.of(text).lowerCase(), true);
      case STARTSWITH -> new Matcher.Prefix(Octets.of(text));
      case ENDSWITH -> new Matcher.Suffix(Octets.of(text));
      case GLOB, IGLOB -> new Matcher.GlobMatch(new Glob(text, operator == Operator.IGLOB));
      case REGEX -> regex(literal);
      case EQ, NE, LT, LE, GT, GE, IN, INTERSECTS, PMATCH, EXISTS ->
          throw new IllegalStateException(operator.word());
    };
  }

  private Matcher regex(Literal literal) throws LiteralError {
    try {
      Regex regex = regexes.get(literal.text());
      if (literal.text().matches("[^\\\\\\[\\](){}.*+?^$|]+")) {
        problems.warn(
            Code.LOAD_COMPILE_CONDITION,
            literal.span(),
            "the pattern '" + literal.text() + "' has nothing that needs a regex",
            "write '=', 'contains', 'startswith' or 'endswith'");
      }
      return new Matcher.RegexMatch(regex);
    } catch (Regex.Refused e) {
      throw new LiteralError(String.valueOf(e.getMessage()), e.hint());
    }
  }

  private Matcher among(List<Literal> literals) {
    return switch (subject.type()) {
      case STRING, BYTES ->
          new Matcher.BytesIn(sorted(this.<Octets>read(literals, l -> Octets.of(l.text()))));
      case IP ->
          new Matcher.BytesIn(sorted(this.<Octets>read(literals, l -> Literals.address(l.text()))));
      case IPNET -> new Matcher.InNetworks(read(literals, l -> Literals.network(l.text())));
      case DOUBLE ->
          new Matcher.DecimalIn(
              sorted(this.<Double>read(literals, l -> Literals.decimal(l.text()))));
      case BOOL, INT64, UINT64, ABSTIME, RELTIME, PORT ->
          new Matcher.NumberIn(sorted(this.<Long>read(literals, this::number)));
    };
  }

  private static <T extends Comparable<? super T>> List<T> sorted(List<T> values) {
    return List.copyOf(new TreeSet<>(values));
  }

  private long number(Literal literal) throws LiteralError {
    Literals.Fitted number = Literals.number(subject, literal.text());
    if (number.written() != null) {
      problems.warn(
          Code.LOAD_COMPILE_CONDITION,
          literal.span(),
          "'"
              + subject.text()
              + "' can't hold "
              + literal.text().strip()
              + "; it is compared with "
              + number.written(),
          "write the number that is meant");
    }
    return number.value();
  }

  private Condition ordered(Literal literal, boolean less, boolean orEqual) {
    if (subject.type() == FieldType.STRING) {
      return test(new Matcher.BytesOrdered(Octets.of(literal.text()), less, orEqual));
    }
    List<Condition> result = new ArrayList<>();
    if (subject.type() == FieldType.DOUBLE) {
      read(
          literal,
          l -> Literals.decimal(l.text()),
          bound ->
              result.add(
                  test(
                      less
                          ? new Matcher.DecimalBetween(
                              Double.NEGATIVE_INFINITY, true, bound, orEqual)
                          : new Matcher.DecimalBetween(
                              bound, orEqual, Double.POSITIVE_INFINITY, true))));
    } else {
      read(literal, this::number, bound -> result.add(orderedNumber(bound, less, orEqual)));
    }
    return Conditions.any(result);
  }

  private Condition orderedNumber(long bound, boolean less, boolean orEqual) {
    boolean unsigned = Literals.unsigned(subject.type());
    long lowest = unsigned ? 0 : Long.MIN_VALUE;
    long highest = unsigned ? -1 : Long.MAX_VALUE;
    if (!orEqual && bound == (less ? lowest : highest)) {
      return Condition.FALSE;
    }
    long edge = orEqual ? bound : less ? bound - 1 : bound + 1;
    return test(
        less
            ? new Matcher.NumberBetween(lowest, edge, unsigned)
            : new Matcher.NumberBetween(edge, highest, unsigned));
  }

  private Condition pathMatch(List<Literal> literals) {
    Set<Octets> plain = new TreeSet<>();
    List<Condition> terms = new ArrayList<>();
    for (Literal literal : literals) {
      List<String> components = new ArrayList<>();
      boolean pattern = false;
      for (String component : literal.text().split("/")) {
        if (!component.isEmpty()) {
          components.add(component);
          pattern |= isPattern(component);
        }
      }
      if (pattern) {
        List<Glob> globs =
            components.stream()
                .map(c -> new Glob(isPattern(c) ? c : c.replace("\\", "\\\\"), false))
                .toList();
        terms.add(test(new Matcher.PathGlob(globs)));
      } else {
        plain.add(Octets.of(components.isEmpty() ? "" : "/" + String.join("/", components)));
      }
    }
    if (!plain.isEmpty()) {
      terms.addFirst(test(new Matcher.PathBelow(List.copyOf(plain))));
    }
    return Conditions.any(terms);
  }

  private static boolean isPattern(String component) {
    return component.indexOf('?') >= 0
        || component.indexOf('*') >= 0
        || component.indexOf('[') >= 0;
  }
}

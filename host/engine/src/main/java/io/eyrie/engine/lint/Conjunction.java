// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.check.Matcher;
import io.eyrie.engine.check.Octets;
import io.eyrie.engine.check.Predicate.Quantifier;
import java.util.List;
import java.util.Optional;

/**
 * Predicates that all have to be so for one event: finds two that can't be, as far as constants
 * tell. Immutable.
 */
record Conjunction(List<Literal> literals) {

  Conjunction {
    literals = List.copyOf(literals);
  }

  /** The earlier predicate that rules this one out, if there is one. */
  Optional<Literal> conflict(Literal literal) {
    return literals.stream().filter(earlier -> excludes(earlier, literal)).findFirst();
  }

  private static boolean excludes(Literal one, Literal other) {
    if (!one.predicate().subject().equals(other.predicate().subject())) {
      return false;
    }
    if (one.predicate().equals(other.predicate())) {
      return one.positive() != other.positive();
    }
    if (!one.positive() && !other.positive()) {
      return false;
    }
    // Something of what is absent never answers yes.
    if (!one.positive() && one.predicate().matcher() instanceof Matcher.Exists
        || !other.positive() && other.predicate().matcher() instanceof Matcher.Exists) {
      return true;
    }
    if (one.predicate().quantifier() != Quantifier.ONE
        || other.predicate().quantifier() != Quantifier.ONE) {
      return false;
    }
    return one.positive()
        ? excludes(one.predicate().matcher(), other)
            || (other.positive() && excludes(other.predicate().matcher(), one))
        : excludes(other.predicate().matcher(), one);
  }

  /** Whether no value that the matcher takes is as the literal wants it. */
  private static boolean excludes(Matcher matcher, Literal literal) {
    Matcher wanted = literal.predicate().matcher();
    return switch (matcher) {
      case Matcher.BytesIn(List<Octets> values) when wanted instanceof Matcher.OfBytes bytes ->
          values.stream()
              .noneMatch(
                  value -> bytes.matches(value.array(), 0, value.length()) == literal.positive());
      case Matcher.NumberIn(List<Long> values) when wanted instanceof Matcher.NumberIn in ->
          values.stream().noneMatch(value -> in.matches(value) == literal.positive());
      case Matcher.NumberIn(List<Long> values) when wanted instanceof Matcher.NumberBetween range ->
          values.stream().noneMatch(value -> range.matches(value) == literal.positive());
      case Matcher.NumberBetween(long low, long high, boolean unsigned)
          when wanted instanceof Matcher.NumberBetween range
              && literal.positive()
              && range.unsigned() == unsigned ->
          less(high, range.low(), unsigned) || less(range.high(), low, unsigned);
      case Matcher.Prefix(Octets value)
          when wanted instanceof Matcher.Prefix(Octets other) && literal.positive() ->
          !begins(value, other) && !begins(other, value);
      case Matcher.Prefix(Octets value)
          when wanted instanceof Matcher.Prefix(Octets other) && !literal.positive() ->
          begins(value, other);
      case Matcher.Suffix(Octets value)
          when wanted instanceof Matcher.Suffix(Octets other) && literal.positive() ->
          !ends(value, other) && !ends(other, value);
      case Matcher.Suffix(Octets value)
          when wanted instanceof Matcher.Suffix(Octets other) && !literal.positive() ->
          ends(value, other);
      case Matcher _ -> false;
    };
  }

  private static boolean less(long one, long other, boolean unsigned) {
    return unsigned ? Long.compareUnsigned(one, other) < 0 : one < other;
  }

  private static boolean begins(Octets text, Octets prefix) {
    return new Matcher.Prefix(prefix).matches(text.array(), 0, text.length());
  }

  private static boolean ends(Octets text, Octets suffix) {
    return new Matcher.Suffix(suffix).matches(text.array(), 0, text.length());
  }

  /** Whether an event for which {@code one} is so makes {@code other} so. */
  static boolean implies(Literal one, Literal other) {
    if (!one.predicate().subject().equals(other.predicate().subject())) {
      return false;
    }
    if (one.predicate().equals(other.predicate())) {
      return one.positive() == other.positive();
    }
    if (one.positive() && other.positive()) {
      Matcher wanted = other.predicate().matcher();
      if (wanted instanceof Matcher.Exists) {
        return true;
      }
      return one.predicate().quantifier() == Quantifier.ONE
          && other.predicate().quantifier() == Quantifier.ONE
          && excludes(
              one.predicate().matcher(), new Literal(other.predicate(), false, other.part()));
    }
    return !one.positive()
        && !other.positive()
        && implies(
            new Literal(other.predicate(), true, other.part()),
            new Literal(one.predicate(), true, one.part()));
  }
}

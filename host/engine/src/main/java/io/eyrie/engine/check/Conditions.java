// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.check.Predicate.Quantifier;
import java.util.ArrayList;
import java.util.List;

/** Puts conditions together. */
final class Conditions {
  private Conditions() {}

  static Condition test(Subject subject, Quantifier quantifier, Matcher matcher) {
    return new Condition.Test(new Predicate(subject, quantifier, matcher));
  }

  static Condition present(Subject subject) {
    return test(subject, Quantifier.ONE, new Matcher.Exists());
  }

  static Condition all(List<Condition> terms) {
    return switch (terms.size()) {
      case 0 -> Condition.TRUE;
      case 1 -> terms.getFirst();
      default -> new Condition.All(List.copyOf(terms));
    };
  }

  static Condition any(List<Condition> terms) {
    return switch (terms.size()) {
      case 0 -> Condition.FALSE;
      case 1 -> terms.getFirst();
      default -> new Condition.Any(List.copyOf(terms));
    };
  }

  /**
   * Exactly one of the terms holds. Halved again and again, so that it grows by the logarithm of
   * their number only: one of the first half and none of the second, or the reverse.
   */
  static Condition exactlyOne(List<Condition> terms) {
    if (terms.size() <= 1) {
      return any(terms);
    }
    List<Condition> first = terms.subList(0, terms.size() / 2);
    List<Condition> second = terms.subList(terms.size() / 2, terms.size());
    List<Condition> ways = new ArrayList<>();
    ways.add(all(List.of(exactlyOne(first), new Condition.Negation(any(second)))));
    ways.add(all(List.of(exactlyOne(second), new Condition.Negation(any(first)))));
    return any(ways);
  }
}

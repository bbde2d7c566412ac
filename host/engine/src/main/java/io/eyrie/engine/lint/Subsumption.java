// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows, where it can, that every event of one rule is an event of another. It compares the parts
 * of the conditions; that it shows nothing does not mean that it isn't so.
 */
final class Subsumption {

  /** Beyond this many comparisons of parts nothing more is shown for a pair of rules. */
  private static final int MOST_STEPS = 20_000;

  private final RuleForest forest;
  private int steps;

  Subsumption(RuleForest forest) {
    this.forest = forest;
  }

  /** Whether every event that {@code narrow} matches is shown to match {@code wide}. */
  boolean shown(RuleTree narrow, RuleTree wide) {
    steps = 0;
    List<Part> exceptions = narrow.root().parts().subList(1, narrow.root().parts().size());
    for (Part exception : wide.root().parts().subList(1, wide.root().parts().size())) {
      Part inner = exception.parts().getFirst();
      if (exceptions.stream().noneMatch(own -> implies(inner, own.parts().getFirst()))) {
        return false;
      }
    }
    return implies(narrow.root().parts().getFirst(), wide.root().parts().getFirst())
        && steps < MOST_STEPS;
  }

  private boolean implies(Part one, Part other) {
    if (++steps >= MOST_STEPS) {
      return false;
    }
    if (other.kind() == Kind.MACRO) {
      return implies(one, other.parts().getFirst());
    }
    if (other.kind() == Kind.ALL) {
      return other.parts().stream().allMatch(term -> implies(one, term));
    }
    List<Part> terms = new ArrayList<>();
    flatten(one, terms);
    if (terms.stream().anyMatch(term -> plain(term, other))) {
      return true;
    }
    if (other.kind() == Kind.ANY
        && other.parts().stream().anyMatch(alternative -> implies(one, alternative))) {
      return true;
    }
    return terms.stream()
        .filter(term -> term.kind() == Kind.ANY)
        .anyMatch(
            term -> term.parts().stream().allMatch(alternative -> implies(alternative, other)));
  }

  private static void flatten(Part part, List<Part> into) {
    switch (part.kind()) {
      case MACRO -> flatten(part.parts().getFirst(), into);
      case ALL -> part.parts().forEach(term -> flatten(term, into));
      case ANY, NOT, CHECK, EXCEPTION, RULE -> into.add(part);
    }
  }

  /** Compares two parts neither of which is an {@code and}. */
  private boolean plain(Part one, Part other) {
    if (one.kind() == Kind.NOT && other.kind() == Kind.NOT) {
      return implies(other.parts().getFirst(), one.parts().getFirst());
    }
    if (one.kind() != Kind.CHECK || other.kind() != Kind.CHECK) {
      return false;
    }
    if (one.check() == other.check()) {
      return true;
    }
    Optional<List<Literal>> from = Literal.of(forest.condition(one), true, one);
    Optional<List<Literal>> to = Literal.of(forest.condition(other), true, other);
    return from.isPresent()
        && to.isPresent()
        && to.get().stream()
            .allMatch(wanted ->
                from.get().stream().anyMatch(known -> Conjunction.implies(known, wanted)));
  }
}

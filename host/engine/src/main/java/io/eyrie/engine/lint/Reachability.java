// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.lint;

import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Part.Kind;
import io.eyrie.engine.trace.RuleForest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for parts of a condition that can't hold where they stand, because what stands around them
 * rules them out.
 */
final class Reachability {

  /**
   * A comparison that is ruled out.
   *
   * @param by what rules it out
   */
  record Conflict(Part part, Part by) {}

  private final RuleForest forest;
  private final List<Part> deadAlternatives = new ArrayList<>();
  private final List<Conflict> reasons = new ArrayList<>();

  Reachability(RuleForest forest) {
    this.forest = forest;
  }

  /** Why the part can't hold for any event; empty when nothing says so. */
  Optional<Conflict> whyNever(Part part) {
    return never(part, true, List.of(), false);
  }

  /** The alternatives, outside of macros, that were found never to hold. */
  List<Part> deadAlternatives() {
    return deadAlternatives;
  }

  /** Why the dead alternatives are, in the same order. */
  List<Conflict> reasons() {
    return reasons;
  }

  private Optional<Conflict> never(
      Part part, boolean positive, List<Literal> known, boolean inMacro) {
    return switch (part.kind()) {
      case MACRO -> never(part.parts().getFirst(), positive, known, true);
      case EXCEPTION -> never(part.parts().getFirst(), positive, known, inMacro);
      case NOT -> never(part.parts().getFirst(), !positive, known, inMacro);
      case CHECK -> conflict(Literal.of(forest.condition(part), positive, part), known);
      case RULE -> never(part.parts().getFirst(), positive, known, inMacro);
      case ALL, ANY -> {
        boolean all = (part.kind() == Kind.ALL) == positive;
        yield all ? all(part, positive, known, inMacro) : any(part, positive, known, inMacro);
      }
    };
  }

  private static Optional<Conflict> conflict(
      Optional<List<Literal>> literals, List<Literal> known) {
    Conjunction before = new Conjunction(known);
    for (Literal literal : literals.orElse(List.of())) {
      Optional<Literal> by = before.conflict(literal);
      if (by.isPresent()) {
        return Optional.of(new Conflict(literal.part(), by.get().part()));
      }
    }
    return Optional.empty();
  }

  private Optional<Conflict> all(
      Part part, boolean positive, List<Literal> known, boolean inMacro) {
    List<Literal> together = new ArrayList<>(known);
    Optional<Conflict> conflict = gather(part, positive, together);
    if (conflict.isPresent()) {
      return conflict;
    }
    for (Part term : part.parts()) {
      Optional<Conflict> inside = alternatives(term, positive, together, inMacro);
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  /** Adds what all terms of a part say for certain; a conflict among it ends the search. */
  private Optional<Conflict> gather(Part part, boolean positive, List<Literal> into) {
    return switch (part.kind()) {
      case MACRO, EXCEPTION, RULE -> gather(part.parts().getFirst(), positive, into);
      case NOT -> gather(part.parts().getFirst(), !positive, into);
      case CHECK -> {
        Optional<List<Literal>> literals = Literal.of(forest.condition(part), positive, part);
        Optional<Conflict> conflict = conflict(literals, into);
        into.addAll(literals.orElse(List.of()));
        yield conflict;
      }
      case ALL, ANY -> {
        if ((part.kind() == Kind.ALL) != positive) {
          yield Optional.empty();
        }
        for (Part term : part.parts()) {
          Optional<Conflict> conflict = gather(term, positive, into);
          if (conflict.isPresent()) {
            yield conflict;
          }
        }
        yield Optional.empty();
      }
    };
  }

  /** Looks into the alternatives below a part whose certain terms are known already. */
  private Optional<Conflict> alternatives(
      Part part, boolean positive, List<Literal> known, boolean inMacro) {
    return switch (part.kind()) {
      case MACRO -> alternatives(part.parts().getFirst(), positive, known, true);
      case EXCEPTION, RULE -> alternatives(part.parts().getFirst(), positive, known, inMacro);
      case NOT -> alternatives(part.parts().getFirst(), !positive, known, inMacro);
      case CHECK -> Optional.empty();
      case ALL, ANY -> {
        if ((part.kind() == Kind.ALL) != positive) {
          yield any(part, positive, known, inMacro);
        }
        for (Part term : part.parts()) {
          Optional<Conflict> conflict = alternatives(term, positive, known, inMacro);
          if (conflict.isPresent()) {
            yield conflict;
          }
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<Conflict> any(
      Part part, boolean positive, List<Literal> known, boolean inMacro) {
    List<Part> dead = new ArrayList<>();
    List<Conflict> why = new ArrayList<>();
    for (Part term : part.parts()) {
      never(term, positive, known, inMacro)
          .ifPresent(conflict -> {
            dead.add(term);
            why.add(conflict);
          });
    }
    if (dead.size() == part.parts().size()) {
      return Optional.of(why.getFirst());
    }
    // A macro that serves several rules may well have alternatives that one of them has no use for,
    // and of 'not (a and b)' each term is said on purpose.
    if (!inMacro && positive) {
      deadAlternatives.addAll(dead);
      reasons.addAll(why);
    }
    return Optional.empty();
  }
}

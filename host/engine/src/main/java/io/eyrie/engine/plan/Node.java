// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A condition in negation normal form over numbered predicates; simplified as it is built. */
sealed interface Node {
  /** Decided. */
  record Constant(boolean value) implements Node {}

  /** A predicate answered yes, or not answered yes. */
  record Leaf(int predicate, boolean positive) implements Node {}

  /** All hold; two or more, each once, none an {@code And} or a constant. */
  record And(List<Node> terms) implements Node {}

  /** Some holds; two or more, each once, none an {@code Or} or a constant. */
  record Or(List<Node> terms) implements Node {}

  /** Never. */
  Constant FALSE = new Constant(false);

  /** Always. */
  Constant TRUE = new Constant(true);

  /** All of the terms, or some of them, simplified. */
  static Node join(boolean all, List<Node> terms) {
    Set<Node> flat = new LinkedHashSet<>();
    Constant absorbing = all ? FALSE : TRUE;
    for (Node term : terms) {
      switch (term) {
        case Constant constant -> {
          if (constant.value() == absorbing.value()) {
            return absorbing;
          }
        }
        case And and when all -> flat.addAll(and.terms());
        case Or or when !all -> flat.addAll(or.terms());
        case And _, Or _, Leaf _ -> flat.add(term);
      }
    }
    for (Node term : flat) {
      if (term instanceof Leaf(int predicate, boolean positive)
          && flat.contains(new Leaf(predicate, !positive))) {
        return absorbing;
      }
    }
    return switch (flat.size()) {
      case 0 -> all ? TRUE : FALSE;
      case 1 -> flat.iterator().next();
      default -> all ? new And(List.copyOf(flat)) : new Or(List.copyOf(flat));
    };
  }
}

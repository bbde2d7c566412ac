// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.trace;

import io.eyrie.engine.expand.RuleDefinition;
import java.util.ArrayList;
import java.util.List;

/**
 * The condition of one rule as a tree of parts.
 *
 * @param definition the rule
 * @param root the part that stands for the rule
 */
public record RuleTree(RuleDefinition definition, Part root) {

  /** The name of the rule. */
  public String name() {
    return definition.name().value();
  }

  /** All parts in the order of their numbers. */
  public List<Part> all() {
    List<Part> parts = new ArrayList<>();
    collect(root, parts);
    return parts;
  }

  private static void collect(Part part, List<Part> into) {
    into.add(part);
    part.parts().forEach(inner -> collect(inner, into));
  }
}

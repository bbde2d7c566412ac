// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import java.util.List;

/** A condition whose words are bound: what it means, no longer how it was written. */
public sealed interface Condition {
  /** The same for every event. */
  record Constant(boolean value) implements Condition {}

  /** All terms hold. */
  record All(List<Condition> terms) implements Condition {}

  /** Some term holds. */
  record Any(List<Condition> terms) implements Condition {}

  /** The term does not hold. */
  record Negation(Condition term) implements Condition {}

  /** A predicate is answered yes. */
  record Test(Predicate predicate) implements Condition {}

  /** Never holds. */
  Constant FALSE = new Constant(false);

  /** Always holds. */
  Constant TRUE = new Constant(true);
}

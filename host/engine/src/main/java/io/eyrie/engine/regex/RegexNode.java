// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.regex;

import java.util.List;

/** A pattern taken apart. */
sealed interface RegexNode {
  /** One character of a set. */
  record OneOf(CodePoints set) implements RegexNode {}

  /** All, one after the other; the empty text when there are none. */
  record Sequence(List<RegexNode> parts) implements RegexNode {}

  /** One of these. */
  record Choice(List<RegexNode> ways) implements RegexNode {}

  /**
   * Again and again.
   *
   * @param most -1 for without end
   */
  record Repeat(RegexNode node, int least, int most) implements RegexNode {}

  /** The empty text at the very beginning. */
  record Begin() implements RegexNode {}

  /** The empty text at the very end. */
  record End() implements RegexNode {}
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * Which dead letters are meant.
 *
 * @param output those of this output instance; of all for the empty text
 * @param numbers those of these numbers; all for an empty list
 */
public record DeadLetterChoice(String output, List<Long> numbers) {

  /** Every one. */
  public static final DeadLetterChoice ALL = new DeadLetterChoice("", List.of());

  /** Copies the list. */
  public DeadLetterChoice {
    numbers = List.copyOf(numbers);
  }
}

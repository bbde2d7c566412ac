// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * What came of dropping dead letters, or of having them delivered again.
 *
 * @param letters how many were dropped, or given to their outputs, which remove those that they can
 *     deliver
 * @param problems why others were not, a sentence each
 */
public record DeadLetterChange(int letters, List<String> problems) {

  /** Copies the list. */
  public DeadLetterChange {
    problems = List.copyOf(problems);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of a reload.
 *
 * @param loaded whether the new configuration and rules are in force; if not the old ones stay
 * @param revision the revision in force now
 * @param rules how many rules are loaded
 * @param changes what became of sources and outputs, one for each that is not as it was
 * @param problems everything that was wrong, each rendered for people
 * @param warnings the same for what was only suspicious
 */
public record ReloadReport(
    boolean loaded,
    String revision,
    int rules,
    List<String> changes,
    List<String> problems,
    List<String> warnings) {

  /** With one more warning. */
  public ReloadReport warning(String one) {
    List<String> more = new ArrayList<>(warnings);
    more.add(one);
    return new ReloadReport(loaded, revision, rules, changes, problems, List.copyOf(more));
  }
}

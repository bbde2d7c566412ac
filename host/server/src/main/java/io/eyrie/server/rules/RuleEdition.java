// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.RuleSet;
import io.eyrie.engine.diag.Diagnostic;
import java.util.List;

/**
 * One successful load of the rules against the sources of its time.
 *
 * @param revision tells this edition from every other of this process and, by its second half, from
 *     editions with other rules of other processes
 * @param rules the rules
 * @param sources the declarations they were compiled against
 * @param warnings what was only suspicious
 */
public record RuleEdition(
    String revision, RuleSet rules, List<SourceDeclaration> sources, List<Diagnostic> warnings) {

  /** Copies the lists. */
  public RuleEdition {
    sources = List.copyOf(sources);
    warnings = List.copyOf(warnings);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.diag.Diagnostic;
import io.eyrie.engine.diag.Severity;
import java.util.List;
import java.util.Optional;

/**
 * What came of loading rule files.
 *
 * @param rules the rules; empty when there was an error
 * @param diagnostics all problems of all files, by file and place
 * @param leftOut how many more problems there were than are kept
 */
public record LoadResult(Optional<RuleSet> rules, List<Diagnostic> diagnostics, int leftOut) {
  /** The problems that refused the load. */
  public List<Diagnostic> errors() {
    return diagnostics.stream().filter(d -> d.severity() == Severity.ERROR).toList();
  }

  /** The problems that did not. */
  public List<Diagnostic> warnings() {
    return diagnostics.stream().filter(d -> d.severity() == Severity.WARNING).toList();
  }
}

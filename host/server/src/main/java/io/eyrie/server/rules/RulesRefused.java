// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.engine.diag.Diagnostic;
import java.util.List;
import java.util.stream.Collectors;

/** Says everything that is wrong with the rule files. */
public final class RulesRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Diagnostic> errors;

  RulesRefused(List<Diagnostic> errors) {
    super(errors.stream().map(Diagnostic::summary).collect(Collectors.joining("\n")));
    this.errors = List.copyOf(errors);
  }

  /** All errors of all files, by file and place. */
  public List<Diagnostic> errors() {
    return errors;
  }

  /** Every error as text for people, with the line it is on and the hint. */
  public String render() {
    return errors.stream().map(CaretRenderer::render).collect(Collectors.joining());
  }
}

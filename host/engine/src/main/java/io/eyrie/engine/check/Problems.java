// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.check;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import org.jspecify.annotations.Nullable;

/**
 * Reports what is wrong with one text of a rule under one code, and remembers whether all of it was
 * about names that the source does not know.
 */
public final class Problems {
  private final Code code;
  private final Diagnostics diagnostics;
  private boolean unknownName;
  private boolean otherError;

  /** A collector that reports errors under this code. */
  public Problems(Code code, Diagnostics diagnostics) {
    this.code = code;
    this.diagnostics = diagnostics;
  }

  /** Reports an error. */
  public void fail(Span span, String message, @Nullable String hint) {
    otherError = true;
    diagnostics.report(code, span, message, hint);
  }

  /** Reports a field or an event type that the source does not have. */
  public void unknown(Span span, String message, @Nullable String hint) {
    unknownName = true;
    diagnostics.report(code, span, message, hint);
  }

  /**
   * Reports an argument that a field of the source does not know. Falco takes it for an unknown
   * field in outputs only.
   */
  void unknownArgument(Span span, String message, @Nullable String hint) {
    if (code == Code.LOAD_ERR_COMPILE_OUTPUT) {
      unknown(span, message, hint);
    } else {
      fail(span, message, hint);
    }
  }

  /** Notes an error that was reported elsewhere. */
  public void noteOther() {
    otherError = true;
  }

  /** Reports something that does not refuse the rule. */
  public void warn(Code warning, Span span, String message, @Nullable String hint) {
    diagnostics.report(warning, span, message, hint);
  }

  /** Reports the use of a deprecated field. */
  void deprecated(String field, Span span, String advice) {
    diagnostics.reportDeprecated(field, span, advice);
  }

  /** Whether there was an error. */
  public boolean failed() {
    return unknownName || otherError;
  }

  /** Whether there was an error, and all errors were about unknown names. */
  public boolean onlyUnknownNames() {
    return unknownName && !otherError;
  }
}

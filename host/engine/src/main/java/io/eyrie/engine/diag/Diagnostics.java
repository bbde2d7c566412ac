// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the stages report. The same problem reported twice (a macro that several rules use)
 * is kept once, and at most {@value #LIMIT} are kept, so that a hostile file can't fill the memory;
 * how many were left out is told by {@link #leftOut()}. Not for use by several threads.
 */
public final class Diagnostics {
  /** How many diagnostics are kept. */
  public static final int LIMIT = 1_000;

  private final Set<Diagnostic> seen = new LinkedHashSet<>();
  private final Map<SourceText, Integer> fileOrder = new LinkedHashMap<>();
  private boolean failed;
  private int leftOut;

  /**
   * Fixes the order in which files are listed; a file not named here comes after those that are.
   */
  public void register(SourceText file) {
    fileOrder.putIfAbsent(file, fileOrder.size());
  }

  /** Reports a problem without a hint. */
  public void report(Code code, Span span, String message) {
    report(code, span, message, null);
  }

  /** Reports a problem with a hint. */
  public void report(Code code, Span span, String message, @Nullable String hint) {
    register(span.source());
    failed |= code.severity() == Severity.ERROR;
    Diagnostic diagnostic = new Diagnostic(code, span, message, hint);
    if (seen.size() < LIMIT) {
      seen.add(diagnostic);
    } else if (!seen.contains(diagnostic)) {
      leftOut++;
    }
  }

  /** Whether an error was reported, kept or not. */
  public boolean hasErrors() {
    return failed;
  }

  /** How many were reported beyond {@link #LIMIT}. */
  public int leftOut() {
    return leftOut;
  }

  /** All that were kept, by file, then by place, errors before warnings of the same place. */
  public List<Diagnostic> sorted() {
    List<Diagnostic> all = new ArrayList<>(seen);
    all.sort(
        Comparator.comparingInt(
                (Diagnostic d) -> fileOrder.getOrDefault(d.span().source(), Integer.MAX_VALUE))
            .thenComparingInt(d -> d.span().start())
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message));
    return List.copyOf(all);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.diag;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the stages report. The same problem reported twice (a macro that several rules use)
 * is kept once, and at most {@value #LIMIT} errors and as many warnings are kept, so that a hostile
 * file can't fill the memory; how many were left out is told by {@link #leftOut()}. Not for use by
 * several threads.
 */
public final class Diagnostics {
  /** How many errors are kept, and how many warnings. */
  public static final int LIMIT = 1_000;

  private final Collected collected;
  private final @Nullable Trail trail;

  /** What all views of one collection share. */
  private static final class Collected {
    private final Map<Key, Diagnostic> seen = new LinkedHashMap<>();
    private final Map<Severity, Integer> kept = new EnumMap<>(Severity.class);
    private final Map<SourceText, Integer> fileOrder = new LinkedHashMap<>();
    private boolean failed;
    private int leftOut;
  }

  /** What makes two diagnostics the same. */
  private record Key(Code code, Span span, String message) {}

  /** An empty collection. */
  public Diagnostics() {
    this(new Collected(), null);
  }

  private Diagnostics(Collected collected, @Nullable Trail trail) {
    this.collected = collected;
    this.trail = trail;
  }

  /** The same collection, for reports about an item. */
  public Diagnostics at(Trail item) {
    return new Diagnostics(collected, item);
  }

  /** The same collection, for reports about what is around the item of this one. */
  public Diagnostics around() {
    return new Diagnostics(collected, trail == null ? null : trail.around());
  }

  /** An empty collection, for reports about the same item as this one. */
  public Diagnostics aside() {
    return new Diagnostics(new Collected(), trail);
  }

  /**
   * Fixes the order in which files are listed; a file not named here comes after those that are.
   */
  public void register(SourceText file) {
    collected.fileOrder.putIfAbsent(file, collected.fileOrder.size());
  }

  /** Reports a problem without a hint. */
  public void report(Code code, Span span, String message) {
    report(code, span, message, null);
  }

  /** Reports a problem with a hint. */
  public void report(Code code, Span span, String message, @Nullable String hint) {
    Trail around = trail == null ? Trail.of(span.source()) : trail;
    add(new Diagnostic(code, span, message, hint, around, null));
  }

  /**
   * Reports the use of a deprecated field.
   *
   * @param hint what to use instead
   */
  public void reportDeprecated(String field, Span span, String hint) {
    Trail around = trail == null ? Trail.of(span.source()) : trail;
    add(
        new Diagnostic(
            Code.LOAD_DEPRECATED_ITEM,
            span,
            "field '" + field + "' is deprecated",
            hint,
            around,
            field));
  }

  /** Takes over what was reported elsewhere. */
  public void add(Diagnostic diagnostic) {
    register(diagnostic.span().source());
    collected.failed |= diagnostic.severity() == Severity.ERROR;
    Key key = new Key(diagnostic.code(), diagnostic.span(), diagnostic.message());
    if (collected.seen.containsKey(key)) {
      return;
    }
    if (collected.kept.getOrDefault(diagnostic.severity(), 0) < LIMIT) {
      collected.kept.merge(diagnostic.severity(), 1, Integer::sum);
      collected.seen.put(key, diagnostic);
    } else {
      collected.leftOut++;
    }
  }

  /** Whether an error was reported, kept or not. */
  public boolean hasErrors() {
    return collected.failed;
  }

  /** How many were reported beyond {@link #LIMIT}. */
  public int leftOut() {
    return collected.leftOut;
  }

  /** All that were kept, by file, then by place, errors before warnings of the same place. */
  public List<Diagnostic> sorted() {
    Map<SourceText, Integer> order = collected.fileOrder;
    List<Diagnostic> all = new ArrayList<>(collected.seen.values());
    all.sort(
        Comparator.comparingInt(
                (Diagnostic d) -> order.getOrDefault(d.span().source(), Integer.MAX_VALUE))
            .thenComparingInt(d -> d.span().start())
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code)
            .thenComparing(Diagnostic::message));
    return List.copyOf(all);
  }
}

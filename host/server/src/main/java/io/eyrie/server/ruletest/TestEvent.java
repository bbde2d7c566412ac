// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An event, or a file of them, as a rule test gives it; not yet held against a source. */
sealed interface TestEvent {

  Span span();

  /**
   * The values of fields.
   *
   * @param fields by their names with their arguments
   * @param usual which of them come from the file's defaults, and so only to events that have them
   */
  record Literal(
      @Nullable Name type,
      @Nullable Name time,
      Map<String, Yaml.Entry> fields,
      Set<String> usual,
      Span span)
      implements TestEvent {}

  /** A record of a log, as text. */
  record Json(String record, Span span) implements TestEvent {}

  /** A file of records. */
  record Records(Name path, Span span) implements TestEvent {}
}

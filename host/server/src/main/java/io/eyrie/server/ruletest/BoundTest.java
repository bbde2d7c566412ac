// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.trace.Probe;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule test held against the rules and the sources: ready to be run.
 *
 * @param source the name of the event source
 * @param probe the rules that judge its events
 */
record BoundTest(
    RuleTest test, String source, Probe probe, List<Event> events, List<Alert> expected) {

  /** An event that can be played. */
  sealed interface Event {
    Span span();

    /** One that is made of values of fields. */
    record Made(LiteralEvent event, Span span) implements Event {}

    /** A record that the source's plugin reads. */
    record Text(String text, Span span) implements Event {}

    /** A file of records that the source's plugin reads. */
    record File(String path, Span span) implements Event {}
  }

  /**
   * An alert with its expected values.
   *
   * @param fields by the names that the alert gives them; null where the event must have none
   */
  record Alert(ExpectedAlert expected, Map<String, @Nullable Object> fields) {

    String rule() {
      return expected.rule().text();
    }

    boolean mayBeOf(long event) {
      return expected.event() == 0 || expected.event() == event;
    }
  }
}

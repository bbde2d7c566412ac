// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.run.RuleMatching;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be explained.
 *
 * @param rule the rule that is asked about; empty for all
 * @param events the events that are asked about, counted from 1 over all; empty for all
 * @param most how many events are shown in full
 * @param minimum the least severe priority of active rules
 * @param matching whether an event stops at the first rule that matches it
 */
public record Question(
    Optional<String> rule, Set<Long> events, int most, Priority minimum, RuleMatching matching) {

  /** Copies the set. */
  public Question {
    events = Set.copyOf(events);
  }

  boolean asksAbout(long event) {
    return events.isEmpty() || events.contains(event);
  }
}

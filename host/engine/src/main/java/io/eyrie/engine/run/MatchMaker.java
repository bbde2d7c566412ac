// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.run;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.field.Value;
import io.eyrie.engine.alert.FieldValues;
import io.eyrie.engine.alert.Template;
import io.eyrie.engine.expand.RuleDefinition;
import io.eyrie.engine.plan.RuleIndex;
import java.util.List;

/** Makes the matches of one rule for one worker; what these have in common stands in one place. */
final class MatchMaker implements FieldValues {
  private final EventFrame frame;
  private final int ordinal;
  private final String rule;
  private final Priority priority;
  private final String source;
  private final List<String> tags;
  private final Template output;
  private final int[] slots;

  MatchMaker(RuleIndex index, int ordinal, EventFrame frame) {
    RuleDefinition definition = index.rules().get(ordinal).definition();
    this.frame = frame;
    this.ordinal = ordinal;
    this.rule = definition.name().value();
    this.priority = definition.priority();
    this.source = definition.source();
    this.tags = definition.tags();
    this.output = index.rules().get(ordinal).output();
    this.slots = index.outputSlots(ordinal);
  }

  /**
   * The match of the event that the frame is at.
   *
   * @param text to write the message in, of any content
   */
  Match match(long number, StringBuilder text) {
    Template.Rendered rendered = output.render(this, text);
    return new Match(
        rule,
        ordinal,
        priority,
        source,
        tags,
        frame.timeNanos(),
        number,
        rendered.message(),
        rendered.fields());
  }

  @Override
  public Value value(int field) {
    return frame.value(slots[field]);
  }

  @Override
  public long timeNanos() {
    return frame.timeNanos();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import io.eyrie.engine.check.FieldUse;
import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Shown;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.explain.Explanation.EventStory;
import io.eyrie.server.explain.Explanation.RuleStory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes explanations for people. */
public final class ExplanationText {

  private final StringBuilder text = new StringBuilder();

  private ExplanationText() {}

  /** The whole explanation. */
  public static String of(Explanation explanation, boolean oneRule) {
    ExplanationText page = new ExplanationText();
    if (oneRule) {
      page.oneRule(explanation);
    } else {
      page.allRules(explanation);
    }
    return page.text.toString();
  }

  private void oneRule(Explanation explanation) {
    for (RuleStory rule : explanation.rules()) {
      line(0, "%s  (%s)".formatted(rule.rule(), rule.place()));
      rule.obstacles().forEach(obstacle -> line(2, "raises no alert: " + obstacle));
      line(
          2,
          "%d events of %s, %d matched%s"
              .formatted(
                  rule.judged(),
                  rule.source(),
                  rule.matched(),
                  rule.shadowed() == 0
                      ? ""
                      : ", %d of them taken by earlier rules".formatted(rule.shadowed())));
      long hidden = rule.judged() - explanation.shown().size();
      if (hidden > 0) {
        line(
            2,
            "%d events are not shown, these are the nearest; see --event, --most"
                .formatted(hidden));
      }
    }
    explanation.shown().forEach(this::event);
  }

  private void event(EventStory event) {
    Sighting sighting = event.sighting();
    text.append('\n');
    line(
        0,
        "%s (%s, %s): %s"
            .formatted(
                event.label(),
                sighting.eventType(),
                Instant.ofEpochSecond(
                    Math.floorDiv(sighting.timeNanos(), 1_000_000_000L),
                    Math.floorMod(sighting.timeNanos(), 1_000_000_000L)),
                event.matches() ? "matches" : "does not match"));
    if (event.shadowedBy().isPresent()) {
      line(2, "but raises no alert: '" + event.shadowedBy().get() + "' comes first and matches");
    }
    if (!event.matches()) {
      line(2, "because " + event.reason());
    }
    sighting.failures().forEach(failure -> line(2, "could not be judged: " + failure));
    event.tree().root().parts().forEach(part -> part(part, sighting, 2));
  }

  private void part(Part part, Sighting sighting, int indent) {
    String words =
        switch (part.kind()) {
          case CHECK -> part.text();
          case MACRO, RULE -> part.text();
          case EXCEPTION -> "exception " + part.text();
          case NOT -> "not";
          case ALL -> "and";
          case ANY -> "or";
        };
    List<String> values = new ArrayList<>();
    for (FieldUse use : part.fields()) {
      if (sighting.values().containsKey(use.text())) {
        values.add(use.text() + " = " + Shown.value(sighting.values().get(use.text())));
      }
    }
    String shown = values.isEmpty() ? "" : "   [" + String.join(", ", values) + "]";
    line(0, (sighting.holds(part) ? "+ " : "- ") + " ".repeat(indent) + words + shown);
    // Of a macro that is one 'and', 'or' or comparison, one line less.
    part.parts().forEach(inner -> part(inner, sighting, indent + 2));
  }

  private void allRules(Explanation explanation) {
    explanation
        .events()
        .forEach((source, events) -> line(0, "%d events of %s".formatted(events, source)));
    if (explanation.events().isEmpty()) {
      line(0, "no events");
    }
    for (RuleStory rule : explanation.rules()) {
      line(2, heading(rule));
      rule.obstacles().forEach(obstacle -> line(8, "raises no alert: " + obstacle));
      rule.shadowedBy()
          .ifPresent(by ->
              line(8, "%d taken by earlier rules, first by '%s'".formatted(rule.shadowed(), by)));
      if (rule.matched() == 0) {
        rule.best().ifPresent(best -> line(8, best.label() + ": " + best.reason()));
      }
    }
  }

  private static String heading(RuleStory rule) {
    if (rule.matched() > 0) {
      return "match "
          + rule.rule()
          + ": "
          + rule.matched()
          + " of "
          + rule.judged()
          + " events, first "
          + rule.best().map(best -> best.label()).orElse("");
    }
    return rule.best()
        .map(best -> String.format(Locale.ROOT, "%4.0f%% %s", 100 * best.nearness(), rule.rule()))
        .orElse("    - " + rule.rule());
  }

  private void line(int indent, String words) {
    text.append(" ".repeat(indent));
    words.codePoints().forEach(c -> text.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
    text.append('\n');
  }
}

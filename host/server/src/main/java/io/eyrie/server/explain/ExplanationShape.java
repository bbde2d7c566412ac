// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.explain;

import io.eyrie.engine.trace.Part;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.explain.Explanation.EventStory;
import io.eyrie.server.explain.Explanation.RuleStory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shapes explanations for JSON: maps and lists whose keys are the ones of {@code --json}. */
public final class ExplanationShape {

  private ExplanationShape() {}

  /** The whole explanation. */
  public static Map<String, @Nullable Object> of(Explanation explanation) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("events", explanation.events());
    shape.put("rules", explanation.rules().stream().map(ExplanationShape::rule).toList());
    shape.put("explained", explanation.shown().stream().map(ExplanationShape::event).toList());
    return shape;
  }

  private static Map<String, @Nullable Object> rule(RuleStory rule) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("rule", rule.rule());
    shape.put("source", rule.source());
    shape.put("place", rule.place());
    shape.put("judged", rule.judged());
    shape.put("matched", rule.matched());
    shape.put("shadowed", rule.shadowed());
    shape.put("shadowed_by", rule.shadowedBy().orElse(null));
    shape.put("obstacles", rule.obstacles());
    shape.put("nearest_event", rule.best().map(Explanation.Nearest::number).orElse(null));
    shape.put("nearest_label", rule.best().map(Explanation.Nearest::label).orElse(null));
    shape.put("nearness", rule.best().map(Explanation.Nearest::nearness).orElse(null));
    shape.put("reason", rule.best().map(Explanation.Nearest::reason).orElse(null));
    return shape;
  }

  private static Map<String, @Nullable Object> event(EventStory event) {
    Sighting sighting = event.sighting();
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("event", event.number());
    shape.put("label", event.label());
    shape.put("source", event.source());
    shape.put("event_type", sighting.eventType());
    shape.put("time", sighting.timeNanos());
    shape.put("rule", event.tree().name());
    shape.put("matches", event.matches());
    shape.put("reason", event.reason());
    shape.put("exception", event.exception().orElse(null));
    shape.put("shadowed_by", event.shadowedBy().orElse(null));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String field : sighting.fields(event.tree().root())) {
      values.put(field, sighting.values().get(field));
    }
    shape.put("values", values);
    shape.put("failures", sighting.failures());
    shape.put(
        "condition",
        event.tree().root().parts().stream().map(part -> part(part, sighting)).toList());
    return shape;
  }

  private static Map<String, @Nullable Object> part(Part part, Sighting sighting) {
    Map<String, @Nullable Object> shape = new LinkedHashMap<>();
    shape.put("kind", part.kind().name().toLowerCase(Locale.ROOT));
    shape.put("text", part.written());
    shape.put("place", part.place());
    shape.put("holds", sighting.holds(part));
    List<Map<String, @Nullable Object>> parts =
        part.parts().stream().map(inner -> part(inner, sighting)).toList();
    if (!parts.isEmpty()) {
      shape.put("parts", parts);
    }
    return shape;
  }
}

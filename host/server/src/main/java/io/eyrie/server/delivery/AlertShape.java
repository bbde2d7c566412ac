// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.run.Match;
import io.eyrie.server.alert.AlertRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts an output wants, and what it makes of them before they are sent.
 *
 * @param minimum the least severe priority wanted
 * @param rule condition, message and templated fields; empty for none of them
 * @param customFields fields that every alert gets, by name
 * @param customTags tags that every alert gets
 * @param bracketReplacer what stands for {@code [} in names of fields, {@code ]} being left out;
 *     empty for names as they are
 */
public record AlertShape(
    Priority minimum,
    Optional<AlertRule> rule,
    Map<String, String> customFields,
    List<String> customTags,
    Optional<String> bracketReplacer) {

  /** Every alert as it is. */
  public static final AlertShape PLAIN =
      new AlertShape(Priority.DEBUG, Optional.empty(), Map.of(), List.of(), Optional.empty());

  /** Copies the collections; the map keeps its order. */
  public AlertShape {
    customFields = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(customFields));
    customTags = List.copyOf(customTags);
  }

  /** A shaper for one thread. */
  Shaper shaper() {
    return new Shaper(this);
  }

  /** Applies a shape; for one thread. */
  static final class Shaper {

    private final AlertShape shape;
    private final AlertRule.@Nullable Judge judge;

    private Shaper(AlertShape shape) {
      this.shape = shape;
      this.judge = shape.rule().map(AlertRule::judge).orElse(null);
    }

    /** The alert as it is to be sent; empty when the output does not want it. */
    Optional<AlertRecord> wanted(AlertRecord alert) {
      if (!alert.priority().atLeast(shape.minimum())) {
        return Optional.empty();
      }
      if (judge == null) {
        return Optional.of(dressed(alert, alert.message(), Map.of()));
      }
      return judge.judge(alert).map(match -> dressed(alert, match));
    }

    /** The alert as it is to be sent, also when the output does not want such. */
    AlertRecord always(AlertRecord alert) {
      return wanted(alert).orElseGet(() -> dressed(alert, alert.message(), Map.of()));
    }

    private AlertRecord dressed(AlertRecord alert, Match match) {
      Map<String, @Nullable Object> templated = new LinkedHashMap<>(match.fields());
      // What the message names is there to fill it in; the alert's own fields are what they were.
      templated.keySet().removeIf(name -> name.startsWith(AlertSource.NAME + "."));
      boolean worded = shape.rule().map(AlertRule::worded).orElse(false);
      return dressed(alert, worded ? match.message() : alert.message(), templated);
    }

    private AlertRecord dressed(
        AlertRecord alert, String message, Map<String, @Nullable Object> templated) {
      boolean asItIs =
          message.equals(alert.message())
              && templated.isEmpty()
              && shape.customFields().isEmpty()
              && shape.customTags().isEmpty()
              && shape.bracketReplacer().isEmpty();
      if (asItIs) {
        return alert;
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      alert.fields().forEach((name, value) -> fields.put(unbracketed(name), value));
      fields.putAll(shape.customFields());
      templated.forEach((name, value) -> fields.put(unbracketed(name), value));
      TreeSet<String> tags = new TreeSet<>(alert.tags());
      tags.addAll(shape.customTags());
      return alert.dressed(message, List.copyOf(tags), fields);
    }

    private String unbracketed(String name) {
      return shape
          .bracketReplacer()
          .filter(_ -> name.indexOf('[') >= 0)
          .map(with -> name.replace("[", with).replace("]", ""))
          .orElse(name);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Descriptions in the shape in which those of the C++ engine were recorded. */
final class DescribedFacts {
  private DescribedFacts() {}

  /** What differs, as {@code KIND.FACT: what}. */
  static List<String> compare(Map<String, Object> recorded, Descriptions ours) {
    List<String> differences = new ArrayList<>();
    compare(
        "engine",
        recorded.get("required_engine_version"),
        ours.requiredEngineVersion(),
        differences);
    compare("rule", recorded.get("rules"), rules(ours), differences);
    compare("macro", recorded.get("macros"), macros(ours), differences);
    compare("list", recorded.get("lists"), lists(ours), differences);
    return differences;
  }

  private static void compare(
      String what, @Nullable Object theirs, Object ours, List<String> differences) {
    if (theirs instanceof Map<?, ?> map && ours instanceof Map<?, ?> mine) {
      map.forEach((key, value) ->
          compare(
              what + "." + key,
              value,
              Objects.requireNonNullElse(mine.get(key), "none"),
              differences));
    } else if (theirs instanceof List<?> list
        && ours instanceof List<?> mine
        && list.size() == mine.size()
        && list.stream().allMatch(Map.class::isInstance)) {
      for (int i = 0; i < list.size(); i++) {
        compare(what, list.get(i), mine.get(i), differences);
      }
    } else if (!String.valueOf(theirs).equals(String.valueOf(ours))) {
      differences.add(what + ": " + ours + ", not " + theirs);
    }
  }

  private static List<Map<String, Object>> rules(Descriptions descriptions) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (Descriptions.Rule rule : descriptions.rules()) {
      if (!rule.summary().outputFields().isEmpty()
          || !rule.summary().conditionFields().isEmpty()
          || rule.summary().active()) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", rule.summary().name());
        facts.put("condition", rule.summary().condition());
        facts.put("description", rule.summary().description());
        facts.put("output", rule.summary().output());
        facts.put("priority", rule.summary().priority().label());
        facts.put("source", rule.summary().source());
        facts.put("enabled", rule.summary().enabled());
        facts.put("tags", rule.summary().tags());
        facts.put("capture", rule.capture());
        facts.put("capture_duration", rule.captureDurationMillis());
        facts.put(
            "details",
            Map.of(
                "condition_compiled", rule.condition().compiled(),
                "exception_names", rule.exceptionNames(),
                "exception_fields", rule.exceptionFields(),
                "exception_operators", rule.exceptionOperators()));
        rules.add(facts);
      }
    }
    return rules;
  }

  private static List<Map<String, Object>> macros(Descriptions descriptions) {
    return descriptions.macros().stream()
        .map(macro ->
            Map.<String, Object>of(
                "name",
                macro.name(),
                "condition",
                macro.text(),
                "details",
                Map.of("used", macro.used(), "condition_compiled", macro.condition().compiled())))
        .toList();
  }

  private static List<Map<String, Object>> lists(Descriptions descriptions) {
    return descriptions.lists().stream()
        .map(list ->
            Map.<String, Object>of(
                "name",
                list.name(),
                "items",
                list.items().stream().filter(item -> !list.lists().contains(item)).toList(),
                "details",
                Map.of("used", list.used(), "items_compiled", list.words())))
        .toList();
  }
}

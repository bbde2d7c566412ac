// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.Descriptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Descriptions in the shape of {@code falco -L} with JSON output. What Falco does not have stands
 * under {@code eyrie}.
 */
final class RuleShapes {

  private RuleShapes() {}

  static Map<String, Object> of(Descriptions descriptions) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("required_engine_version", descriptions.requiredEngineVersion());
    shape.put(
        "required_plugin_versions",
        descriptions.requiredPlugins().stream().map(RuleShapes::plugin).toList());
    shape.put("rules", descriptions.rules().stream().map(RuleShapes::rule).toList());
    shape.put("macros", descriptions.macros().stream().map(RuleShapes::macro).toList());
    shape.put("lists", descriptions.lists().stream().map(RuleShapes::list).toList());
    return shape;
  }

  private static Map<String, Object> plugin(Descriptions.RequiredPlugin plugin) {
    Map<String, Object> shape = version(plugin);
    shape.put("alternatives", plugin.alternatives().stream().map(RuleShapes::version).toList());
    return shape;
  }

  private static Map<String, Object> version(Descriptions.RequiredPlugin plugin) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("name", plugin.name());
    shape.put("version", plugin.version());
    return shape;
  }

  private static Map<String, Object> rule(Descriptions.Rule rule) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", rule.summary().name());
    info.put("condition", rule.summary().condition());
    info.put("priority", rule.summary().priority().label());
    info.put("output", rule.summary().output());
    info.put("description", rule.summary().description());
    info.put("enabled", rule.summary().enabled());
    info.put("source", rule.summary().source());
    info.put("capture", rule.capture());
    info.put("capture_duration", rule.captureDurationMillis());
    info.put("tags", rule.summary().tags());
    Map<String, Object> details = condition(rule.condition());
    details.put("output_fields", rule.summary().outputFields());
    details.put("exception_fields", rule.exceptionFields());
    details.put("exception_names", rule.exceptionNames());
    details.put("exception_operators", rule.exceptionOperators());
    details.put("output_compiled", rule.summary().output());
    details.put("extra_output_formatted_fields", rule.summary().wordedFields());
    details.put("plugins", rule.plugins());
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("active", rule.summary().active());
    own.put("place", rule.summary().place());
    return shape(info, details, own);
  }

  private static Map<String, Object> shape(
      Map<String, Object> info, Map<String, Object> details, Map<String, Object> own) {
    Map<String, Object> shape = new LinkedHashMap<>();
    shape.put("info", info);
    shape.put("details", details);
    shape.put("eyrie", own);
    return shape;
  }

  private static Map<String, Object> condition(Descriptions.Condition condition) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("macros", condition.macros());
    details.put("lists", condition.lists());
    details.put("condition_operators", condition.operators());
    details.put("condition_fields", condition.fields());
    details.put("events", condition.eventTypes());
    details.put("condition_compiled", condition.compiled());
    return details;
  }

  private static Map<String, Object> macro(Descriptions.Macro macro) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", macro.name());
    info.put("condition", macro.text());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("used", macro.used());
    details.putAll(condition(macro.condition()));
    details.put("plugins", List.of());
    return shape(info, details, Map.of("place", macro.place()));
  }

  private static Map<String, Object> list(Descriptions.NamedList list) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("name", list.name());
    info.put("items", list.items().stream().filter(item -> !list.lists().contains(item)).toList());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("used", list.used());
    details.put("lists", list.lists());
    details.put("items_compiled", list.words());
    details.put("plugins", List.of());
    return shape(info, details, Map.of("place", list.place()));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.bench.engine.RuleTree.Macro;
import java.util.List;
import java.util.Map;

/** Writes drawn rules as a rule file. */
final class RuleFileText {
  private RuleFileText() {}

  /** The macros in their order, then the rules of the workload. */
  static String of(Workload workload, List<Macro> macros) {
    return of(workload, Map.of(), macros);
  }

  /** The lists, the macros in their order, then the rules of the workload. */
  static String of(Workload workload, Map<String, List<String>> lists, List<Macro> macros) {
    StringBuilder text = new StringBuilder();
    lists.forEach((name, items) -> {
      text.append("- list: ").append(name);
      text.append("\n  items: ['").append(String.join("', '", items)).append("']\n");
    });
    for (Macro macro : macros) {
      text.append("- macro: ").append(macro.name());
      text.append("\n  condition: >\n    ").append(macro.condition().text()).append('\n');
    }
    List<DrawnRule> rules = workload.rules();
    for (int i = 0; i < rules.size(); i++) {
      DrawnRule rule = rules.get(i);
      List<String> types = rule.types().stream().map(workload.eventTypes()::get).toList();
      text.append("- rule: r").append(i);
      text.append("\n  desc: d\n  source: drawn\n  priority: INFO\n  output: 'seen %p.name'\n");
      text.append("  condition: >\n    evt.type in (").append(String.join(", ", types));
      text.append(") and ").append(rule.condition().text()).append('\n');
    }
    return text.toString();
  }
}

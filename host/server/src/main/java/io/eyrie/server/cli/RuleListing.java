// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.Descriptions;
import io.eyrie.engine.RuleDescription;
import java.util.List;

/** Writes descriptions for people. */
final class RuleListing {

  private RuleListing() {}

  /** Tables of all rules, macros and lists. */
  static String of(Descriptions descriptions) {
    Table rules = new Table("RULE", "SOURCE", "PRIORITY", "STATE", "TAGS");
    for (Descriptions.Rule rule : descriptions.rules()) {
      RuleDescription summary = rule.summary();
      rules.row(
          summary.name(),
          summary.source(),
          summary.priority().label(),
          state(summary),
          String.join(" ", summary.tags()));
    }
    Table macros = new Table("MACRO", "USED", "CONDITION");
    for (Descriptions.Macro macro : descriptions.macros()) {
      macros.row(macro.name(), macro.used() ? "yes" : "no", macro.text().strip());
    }
    Table lists = new Table("LIST", "USED", "WORDS");
    for (Descriptions.NamedList list : descriptions.lists()) {
      lists.row(list.name(), list.used() ? "yes" : "no", Integer.toString(list.words().size()));
    }
    StringBuilder text = new StringBuilder();
    for (Table table : List.of(rules, macros, lists)) {
      if (!table.isEmpty()) {
        text.append(text.isEmpty() ? "" : "\n").append(table.render(0));
      }
    }
    return text.isEmpty() ? "no rules, macros or lists\n" : text.toString();
  }

  private static String state(RuleDescription rule) {
    return rule.active() ? "active" : rule.enabled() ? "asleep" : "off";
  }

  /** All of one rule. */
  static String of(Descriptions.Rule rule) {
    RuleDescription summary = rule.summary();
    Table table = new Table(summary.name(), "");
    table.row("  description", summary.description().strip());
    table.row("  source", summary.source());
    table.row("  priority", summary.priority().label());
    table.row("  state", state(summary));
    table.row("  tags", String.join(" ", summary.tags()));
    table.row("  condition", summary.condition().strip());
    table.row("  with all in place", rule.condition().compiled());
    table.row("  macros", String.join(" ", rule.condition().macros()));
    table.row("  lists", String.join(" ", rule.condition().lists()));
    table.row("  fields", String.join(" ", rule.condition().fields()));
    table.row("  event types", String.join(" ", rule.condition().eventTypes()));
    table.row("  exceptions", String.join(" ", rule.exceptionNames()));
    table.row("  output", summary.output());
    table.row("  defined at", summary.place());
    return table.render(0);
  }
}

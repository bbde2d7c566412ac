// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.diag.Code;
import io.eyrie.engine.diag.Diagnostics;
import io.eyrie.engine.diag.Span;
import io.eyrie.engine.diag.Suggestions;
import io.eyrie.engine.expand.RuleDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator switches on and off among the rules of all files. The entries are applied in
 * their order, so that a later one wins; the order in which rules are judged stays that of their
 * definitions.
 */
public record RuleSelection(List<Entry> entries) {
  /** Leaves all rules as the files have them. */
  public static final RuleSelection NONE = new RuleSelection(List.of());

  /** How an entry names rules. */
  public enum By {
    /** By the rule's name; {@code *} stands for any text. */
    RULE,
    /** By one of the rule's tags, exactly. */
    TAG
  }

  /**
   * One step of the selection.
   *
   * @param enable whether the rules are switched on or off
   * @param name the pattern of names, or the tag
   * @param place where the operator wrote it
   */
  public record Entry(boolean enable, By by, String name, Span place) {
    private boolean selects(RuleDefinition rule) {
      return switch (by) {
        case RULE -> matches(name, rule.name().value());
        case TAG -> rule.tags().contains(name);
      };
    }
  }

  /** Copies the list. */
  public RuleSelection {
    entries = List.copyOf(entries);
  }

  /** Whether a rule is on. */
  boolean enabled(RuleDefinition rule) {
    boolean enabled = rule.enabled();
    for (Entry entry : entries) {
      if (entry.selects(rule)) {
        enabled = entry.enable();
      }
    }
    return enabled;
  }

  /** Warns of entries that select none of the rules. */
  void warnUnmatched(Collection<RuleDefinition> rules, Diagnostics diagnostics) {
    for (Entry entry : entries) {
      if (rules.stream().anyMatch(entry::selects)) {
        continue;
      }
      Set<String> names = new TreeSet<>();
      for (RuleDefinition rule : rules) {
        switch (entry.by()) {
          case RULE -> names.add(rule.name().value());
          case TAG -> names.addAll(rule.tags());
        }
      }
      diagnostics.report(
          Code.LOAD_UNMATCHED_SELECTION,
          entry.place(),
          (entry.by() == By.RULE ? "no rule is named '" : "no rule has the tag '")
              + entry.name()
              + "'",
          Suggestions.hint(
              entry.name(),
              names,
              entry.by() == By.RULE
                  ? "'eyrie rules' lists the rules; '*' stands for any text"
                  : "'eyrie rules' lists the rules with their tags"));
    }
  }

  /** Whether the whole text is what the pattern says, {@code *} standing for any text. */
  static boolean matches(String pattern, String text) {
    int star = -1;
    int resume = 0;
    int at = 0;
    int i = 0;
    while (i < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = i;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(i)) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}

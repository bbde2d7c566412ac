// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.bench.engine.DrawnSet.Check;
import io.eyrie.bench.engine.DrawnSet.Event;
import io.eyrie.bench.engine.DrawnSet.Rule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The baseline: the rules of the event's type one after the other, each check in turn on texts that
 * are made once per event and field.
 */
final class PlainEvaluator {
  /** A check on a text. */
  private interface Test {
    boolean holds(String value);
  }

  /** A check of a rule with its field and sign. */
  private record Term(int field, Test test, boolean plain) {}

  private final List<List<List<Term>>> byType = new ArrayList<>();
  private final @Nullable String[] memo = new @Nullable String[DrawnSet.FIELDS.size()];

  PlainEvaluator(List<Rule> rules) {
    for (int type = 0; type < 24; type++) {
      byType.add(new ArrayList<>());
    }
    for (Rule rule : rules) {
      List<Term> terms = new ArrayList<>();
      for (int i = 0; i < rule.checks().size(); i++) {
        Check check = rule.checks().get(i);
        terms.add(new Term(check.field(), test(check), i < Rule.PLAIN));
      }
      rule.types().forEach(type -> byType.get(type).add(terms));
    }
  }

  private static Test test(Check check) {
    String first = check.values().getFirst();
    return switch (check.operator()) {
      case "in" -> {
        Set<String> set = new HashSet<>(check.values());
        yield set::contains;
      }
      case "startswith" -> value -> value.startsWith(first);
      case "endswith" -> value -> value.endsWith(first);
      case "contains" -> value -> value.contains(first);
      case "=" -> first::equals;
      case "!=" -> value -> !first.equals(value);
      default -> value -> below(value, check.values());
    };
  }

  private static boolean below(String value, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (value.startsWith(prefix)
          && (value.length() == prefix.length() || value.charAt(prefix.length()) == '/')) {
        return true;
      }
    }
    return false;
  }

  int evaluate(Event event) {
    java.util.Arrays.fill(memo, null);
    int matches = 0;
    for (List<Term> rule : byType.get(event.type())) {
      if (holds(rule, event)) {
        matches++;
      }
    }
    return matches;
  }

  private boolean holds(List<Term> rule, Event event) {
    for (Term term : rule) {
      String value = memo[term.field()];
      if (value == null) {
        value = new String(event.fields().get(term.field()), StandardCharsets.UTF_8);
        memo[term.field()] = value;
      }
      if (term.test().holds(value) != term.plain()) {
        return false;
      }
    }
    return true;
  }
}

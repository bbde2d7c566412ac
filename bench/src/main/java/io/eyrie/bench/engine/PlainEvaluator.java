// SPDX-License-Identifier: Apache-2.0
package io.eyrie.bench.engine;

import io.eyrie.api.field.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The baseline, in the shape of the C++ engine: the rules of the event's type one after the other,
 * each a tree of checks on texts that are made once per event and field. Frozen: what is measured
 * against it stays comparable.
 */
final class PlainEvaluator {
  private final List<List<Node>> byType = new ArrayList<>();
  private final List<String> names;
  private final @Nullable String[] memo;
  private final boolean[] known;
  private DrawnEvent event = new DrawnEvent(0, List.of());

  /** A part of a condition. */
  private interface Node {
    boolean holds();
  }

  /** A check on a text. */
  private interface Test {
    boolean holds(String value);
  }

  PlainEvaluator(Workload workload) {
    names = workload.fields().stream().map(Field::name).toList();
    memo = new @Nullable String[names.size()];
    known = new boolean[names.size()];
    for (int i = 0; i < workload.eventTypes().size(); i++) {
      byType.add(new ArrayList<>());
    }
    for (DrawnRule rule : workload.rules()) {
      Node node = node(rule.condition());
      rule.types().forEach(type -> byType.get(type).add(node));
    }
  }

  /** How many rules match. */
  int evaluate(DrawnEvent next) {
    event = next;
    Arrays.fill(known, false);
    int matches = 0;
    for (Node rule : byType.get(next.type())) {
      if (rule.holds()) {
        matches++;
      }
    }
    return matches;
  }

  private Node node(RuleTree tree) {
    return switch (tree) {
      case RuleTree.All(List<RuleTree> terms) -> {
        Node[] nodes = nodes(terms);
        yield () -> {
          for (Node node : nodes) {
            if (!node.holds()) {
              return false;
            }
          }
          return true;
        };
      }
      case RuleTree.Any(List<RuleTree> terms) -> {
        Node[] nodes = nodes(terms);
        yield () -> {
          for (Node node : nodes) {
            if (node.holds()) {
              return true;
            }
          }
          return false;
        };
      }
      case RuleTree.Not(RuleTree term) -> {
        Node node = node(term);
        yield () -> !node.holds();
      }
      case RuleTree.Macro(String _, RuleTree condition) -> node(condition);
      case RuleTree.Check check -> {
        int field = names.indexOf(check.field());
        Test test = test(check);
        yield () -> {
          String value = value(field);
          return value != null && test.holds(value);
        };
      }
    };
  }

  private Node[] nodes(List<RuleTree> terms) {
    return terms.stream().map(this::node).toArray(Node[]::new);
  }

  private @Nullable String value(int field) {
    if (!known[field]) {
      byte[] bytes = event.fields().get(field);
      memo[field] = bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
      known[field] = true;
    }
    return memo[field];
  }

  private static Test test(RuleTree.Check check) {
    String first = check.values().isEmpty() ? "" : check.values().getFirst();
    return switch (check.operator()) {
      case "exists" -> _ -> true;
      case "in" -> {
        Set<String> set = new HashSet<>(check.values());
        yield set::contains;
      }
      case "startswith" -> value -> value.startsWith(first);
      case "endswith" -> value -> value.endsWith(first);
      case "contains" -> value -> value.contains(first);
      case "icontains" -> {
        String folded = first.toLowerCase(Locale.ROOT);
        yield value -> value.toLowerCase(Locale.ROOT).contains(folded);
      }
      case "=" -> first::equals;
      case "!=" -> value -> !first.equals(value);
      case "pmatch" -> value -> below(value, check.values());
      default -> throw new IllegalArgumentException(check.operator());
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
}

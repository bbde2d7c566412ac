// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.alert.Priority;
import io.eyrie.engine.run.Match;
import io.eyrie.engine.trace.RuleForest;
import io.eyrie.engine.trace.RuleTree;
import io.eyrie.engine.trace.Sighting;
import io.eyrie.server.ruletest.Finding.Difference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds the alerts of one test against those that it expects. */
final class TestJudge {

  /** More alerts than anybody expects of a test. */
  private static final int MOST = 10_000;

  /** How many alerts that nobody expects are told one by one. */
  private static final int MOST_UNEXPECTED = 10;

  private final BoundTest test;
  private final RuleForest forest;
  private final Set<String> compared = new HashSet<>();
  private final List<Match> seen = new ArrayList<>();
  private long unseen;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<BoundTest.Alert, Sighting> nearest = new HashMap<>();
  private final Set<String> failures = new HashSet<>();

  TestJudge(BoundTest test, RuleForest forest) {
    this.test = test;
    this.forest = forest;
    test.test().rules().forEach(rule -> compared.add(rule.text()));
  }

  void saw(Sighting sighting) {
    for (Match match : sighting.matches()) {
      if (compared.isEmpty() || compared.contains(match.rule())) {
        if (seen.size() < MOST) {
          seen.add(match);
        } else {
          unseen++;
        }
      }
    }
    for (String failure : sighting.failures()) {
      if (failures.add(failure)) {
        findings.add(new Finding.Unjudged("rule " + failure, test.test().name().span()));
      }
    }
    for (BoundTest.Alert alert : test.expected()) {
      if (alert.mayBeOf(sighting.number())) {
        nearest.merge(alert, sighting, (one, other) -> nearer(alert, one, other));
      }
    }
  }

  private Sighting nearer(BoundTest.Alert alert, Sighting one, Sighting other) {
    return forest
        .tree(alert.rule())
        .filter(tree -> other.nearness(tree.root()) > one.nearness(tree.root()))
        .map(_ -> other)
        .orElse(one);
  }

  void unjudged(BoundTest.Event event, String reason) {
    findings.add(new Finding.Unjudged(reason, event.span()));
  }

  /** What is not as expected; empty when the test passed. */
  List<Finding> findings() {
    List<BoundTest.Alert> open = new ArrayList<>(test.expected());
    // Exact ones first, so that one that differs can't take the place of one that does not.
    open.removeIf(alert -> take(alert, true) != null);
    Map<BoundTest.Alert, Integer> missing = new LinkedHashMap<>();
    for (BoundTest.Alert alert : open) {
      Match match = take(alert, false);
      if (match == null) {
        missing.merge(alert, 1, Integer::sum);
      } else {
        findings.add(
            new Finding.Different(
                match.rule(),
                match.eventNumber(),
                differences(alert, match),
                alert.expected().span()));
      }
    }
    missing.forEach((alert, times) -> findings.add(missing(alert, times)));
    for (Match match : seen.subList(0, Math.min(seen.size(), MOST_UNEXPECTED))) {
      findings.add(
          new Finding.Unexpected(
              match.rule(), match.eventNumber(), match.message(), test.test().name().span()));
    }
    long more = unseen + Math.max(0, seen.size() - MOST_UNEXPECTED);
    if (more > 0) {
      findings.add(new Finding.MoreUnexpected(more, test.test().name().span()));
    }
    return List.copyOf(findings);
  }

  private @Nullable Match take(BoundTest.Alert alert, boolean exact) {
    for (Match match : seen) {
      if (match.rule().equals(alert.rule())
          && alert.mayBeOf(match.eventNumber())
          && (!exact || differences(alert, match).isEmpty())) {
        seen.remove(match);
        return match;
      }
    }
    return null;
  }

  private Finding missing(BoundTest.Alert alert, int missing) {
    List<String> reasons = new ArrayList<>();
    Sighting sighting = nearest.get(alert);
    RuleTree tree = forest.tree(alert.rule()).orElse(null);
    if (sighting == null || tree == null) {
      reasons.add("no event came up to the rule");
    } else if (sighting.holds(tree.root())) {
      reasons.add(
          sighting.matches().isEmpty() || sighting.matches().getFirst().rule().equals(alert.rule())
              ? "event " + sighting.number() + " raises it once, not more often"
              : "event "
                  + sighting.number()
                  + ": an earlier rule matches first: "
                  + sighting.matches().getFirst().rule());
    } else {
      reasons.add("event " + sighting.number() + ": " + sighting.reason(tree.root()));
    }
    int times = alert.expected().times();
    return new Finding.Missing(
        alert.rule(),
        alert.expected().event(),
        times - missing,
        times,
        reasons,
        alert.expected().span());
  }

  private static List<Difference> differences(BoundTest.Alert alert, Match match) {
    List<Difference> differences = new ArrayList<>();
    Name priority = alert.expected().priority();
    if (priority != null) {
      Priority wanted = Priority.parse(priority.text()).orElse(match.priority());
      compare("priority", wanted.label(), match.priority().label(), differences);
    }
    Name message = alert.expected().message();
    if (message != null) {
      compare("message", message.text(), match.message(), differences);
    }
    alert
        .fields()
        .forEach((field, value) ->
            compare(field, shown(value), shown(match.fields().get(field)), differences));
    return differences;
  }

  private static void compare(
      String what, String expected, String seen, List<Difference> differences) {
    if (!expected.equals(seen)) {
      differences.add(new Difference(what, expected, seen));
    }
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "(absent)" : String.valueOf(value);
  }
}

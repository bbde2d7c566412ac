// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Objects;

/**
 * Which alerts a reader wants. An empty list asks for all; an alert must satisfy every part.
 *
 * <p>Immutable and safe to share between threads; each method that sets a part returns a changed
 * copy.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
public final class AlertFilter {

  private static final AlertFilter ALL =
      new AlertFilter(Priority.DEBUG, List.of(), List.of(), List.of());

  private final Priority minimumPriority;
  private final List<String> rules;
  private final List<String> sources;
  private final List<String> tags;

  private AlertFilter(
      Priority minimumPriority, List<String> rules, List<String> sources, List<String> tags) {
    this.minimumPriority = minimumPriority;
    this.rules = rules;
    this.sources = sources;
    this.tags = tags;
  }

  /** Every alert. */
  public static AlertFilter all() {
    return ALL;
  }

  /** Alerts as severe as this or more. */
  public AlertFilter withMinimumPriority(Priority least) {
    return new AlertFilter(Objects.requireNonNull(least, "least"), rules, sources, tags);
  }

  /** Alerts of rules whose name matches one of these patterns, in which {@code *} is any text. */
  public AlertFilter withRules(List<String> patterns) {
    return new AlertFilter(minimumPriority, List.copyOf(patterns), sources, tags);
  }

  /** Alerts of one of these event sources. */
  public AlertFilter withSources(List<String> names) {
    return new AlertFilter(minimumPriority, rules, List.copyOf(names), tags);
  }

  /** Alerts that carry all of these tags. */
  public AlertFilter withTags(List<String> names) {
    return new AlertFilter(minimumPriority, rules, sources, List.copyOf(names));
  }

  /** The least severe priority wanted. */
  public Priority minimumPriority() {
    return minimumPriority;
  }

  /** The patterns for rule names. */
  public List<String> rules() {
    return rules;
  }

  /** The event sources. */
  public List<String> sources() {
    return sources;
  }

  /** The tags. */
  public List<String> tags() {
    return tags;
  }

  /** Whether the alert is wanted. */
  public boolean matches(Alert alert) {
    return alert.priority().atLeast(minimumPriority)
        && (sources.isEmpty() || sources.contains(alert.source()))
        && (tags.isEmpty() || alert.tags().containsAll(tags))
        && (rules.isEmpty() || rules.stream().anyMatch(rule -> glob(rule, alert.rule())));
  }

  /** Greedy matching with one point to fall back to, linear in practice and without recursion. */
  private static boolean glob(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}

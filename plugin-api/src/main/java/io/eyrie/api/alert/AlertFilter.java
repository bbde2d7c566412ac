// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts a reader wants. An empty part asks for all; an alert must satisfy every part.
 *
 * <p>In a pattern {@code *} is any text, also none; there is no other sign and no escape.
 *
 * <p>Immutable and safe to share between threads; each method that sets a part returns a changed
 * copy.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
public final class AlertFilter {

  private static final AlertFilter ALL =
      new AlertFilter(
          Priority.DEBUG,
          List.of(),
          List.of(),
          List.of(),
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          Map.of(),
          "");

  private final Priority minimumPriority;
  private final List<String> rules;
  private final List<String> sources;
  private final List<String> tags;
  private final long fromNanos;
  private final long toNanos;
  private final Map<String, String> fields;
  private final String text;

  private AlertFilter(
      Priority minimumPriority,
      List<String> rules,
      List<String> sources,
      List<String> tags,
      long fromNanos,
      long toNanos,
      Map<String, String> fields,
      String text) {
    this.minimumPriority = minimumPriority;
    this.rules = rules;
    this.sources = sources;
    this.tags = tags;
    this.fromNanos = fromNanos;
    this.toNanos = toNanos;
    this.fields = fields;
    this.text = text;
  }

  /** Every alert. */
  public static AlertFilter all() {
    return ALL;
  }

  /** Alerts as severe as this or more. */
  public AlertFilter withMinimumPriority(Priority least) {
    Objects.requireNonNull(least, "least");
    return new AlertFilter(least, rules, sources, tags, fromNanos, toNanos, fields, text);
  }

  /** Alerts of rules whose name matches one of these patterns. */
  public AlertFilter withRules(List<String> patterns) {
    List<String> copy = List.copyOf(patterns);
    return new AlertFilter(minimumPriority, copy, sources, tags, fromNanos, toNanos, fields, text);
  }

  /** Alerts of one of these event sources. */
  public AlertFilter withSources(List<String> names) {
    List<String> copy = List.copyOf(names);
    return new AlertFilter(minimumPriority, rules, copy, tags, fromNanos, toNanos, fields, text);
  }

  /** Alerts that carry all of these tags. */
  public AlertFilter withTags(List<String> names) {
    List<String> copy = List.copyOf(names);
    return new AlertFilter(minimumPriority, rules, sources, copy, fromNanos, toNanos, fields, text);
  }

  /**
   * Alerts whose event happened within a time range.
   *
   * @param fromNanos the first moment wanted, nanoseconds since the epoch; {@link Long#MIN_VALUE}
   *     for any
   * @param toNanos the first moment not wanted any more; {@link Long#MAX_VALUE} for none
   */
  public AlertFilter withTime(long fromNanos, long toNanos) {
    return new AlertFilter(minimumPriority, rules, sources, tags, fromNanos, toNanos, fields, text);
  }

  /**
   * Alerts whose fields match these patterns, each by its name. A number is compared as it is
   * written in decimal, a list matches when one of its elements does, and a field without a value
   * matches nothing.
   */
  public AlertFilter withFields(Map<String, String> patterns) {
    Map<String, String> copy = Map.copyOf(patterns);
    return new AlertFilter(minimumPriority, rules, sources, tags, fromNanos, toNanos, copy, text);
  }

  /** Alerts in whose line for people, or in whose fields, this text occurs, whatever the case. */
  public AlertFilter withText(String part) {
    Objects.requireNonNull(part, "part");
    return new AlertFilter(minimumPriority, rules, sources, tags, fromNanos, toNanos, fields, part);
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

  /** The first moment wanted, nanoseconds since the epoch. */
  public long fromNanos() {
    return fromNanos;
  }

  /** The first moment not wanted any more, nanoseconds since the epoch. */
  public long toNanos() {
    return toNanos;
  }

  /** The patterns for values of fields, by the fields' names. */
  public Map<String, String> fields() {
    return fields;
  }

  /** The text that must occur; empty for any. */
  public String text() {
    return text;
  }

  /** Whether the alert is wanted. */
  public boolean matches(Alert alert) {
    return alert.timeNanos() >= fromNanos
        && alert.timeNanos() < toNanos
        && matchesRule(alert.rule(), alert.priority(), alert.source(), alert.tags())
        && matchesFields(alert.fields())
        && (text.isEmpty() || contains(alert.output(), text) || inFields(alert.fields(), text));
  }

  /** Whether alerts of such a rule are wanted, as far as rule, priority, source and tags say. */
  public boolean matchesRule(String rule, Priority priority, String source, List<String> ruleTags) {
    return priority.atLeast(minimumPriority)
        && (sources.isEmpty() || sources.contains(source))
        && (tags.isEmpty() || ruleTags.containsAll(tags))
        && (rules.isEmpty() || rules.stream().anyMatch(pattern -> glob(pattern, rule)));
  }

  private boolean matchesFields(Map<String, @Nullable Object> values) {
    for (Map.Entry<String, String> wanted : fields.entrySet()) {
      if (!matchesValue(wanted.getValue(), values.get(wanted.getKey()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matchesValue(String pattern, @Nullable Object value) {
    return value instanceof List<?> list
        ? list.stream().anyMatch(element -> matchesValue(pattern, element))
        : value != null && glob(pattern, value.toString());
  }

  private static boolean inFields(Map<String, @Nullable Object> values, String part) {
    for (Object value : values.values()) {
      if (value instanceof List<?> list
          ? list.stream().anyMatch(element -> element != null && contains(element.toString(), part))
          : value != null && contains(value.toString(), part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean contains(String whole, String part) {
    for (int i = 0; i <= whole.length() - part.length(); i++) {
      if (whole.regionMatches(true, i, part, 0, part.length())) {
        return true;
      }
    }
    return false;
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

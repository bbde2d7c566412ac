// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import com.google.protobuf.Timestamp;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.Priority;
import java.util.List;
import java.util.regex.Pattern;

/** Reads filters of requests; what can't be meant is refused, with its place and its remedy. */
final class Filters {

  private static final int MOST_ENTRIES = 100;
  private static final int LONGEST_NAME = 256;
  private static final int LONGEST_TEXT = 1024;

  private static final long NANOS = 1_000_000_000L;
  private static final long YEAR_1 = -62_135_596_800L;
  private static final long YEAR_10000 = 253_402_300_800L;

  private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9_]*");
  private static final Pattern FIELD =
      Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*(\\.[a-zA-Z][a-zA-Z0-9_]*)+(\\[.*\\])?");

  private Filters() {}

  /**
   * The filter that a request asks for.
   *
   * @throws Refused if a part of it can't be meant
   */
  static AlertFilter filter(io.eyrie.alerts.v1.AlertFilter wanted) {
    names("rules", wanted.getRulesList());
    names("tags", wanted.getTagsList());
    names("sources", wanted.getSourcesList());
    for (int i = 0; i < wanted.getSourcesCount(); i++) {
      if (!SOURCE.matcher(wanted.getSources(i)).matches()) {
        throw invalid(
            "sources[%d]".formatted(i),
            wanted.getSources(i),
            "names of event sources are lower case letters, digits and _, such as syscall");
      }
    }
    bound("fields", wanted.getFieldsCount());
    wanted.getFieldsMap().forEach(Filters::field);
    if (wanted.getText().length() > LONGEST_TEXT) {
      throw Refused.invalid(
          "filter.text has %d characters, %d are possible"
              .formatted(wanted.getText().length(), LONGEST_TEXT));
    }
    return AlertFilter.all()
        .withMinimumPriority(priority(wanted))
        .withRules(wanted.getRulesList())
        .withSources(wanted.getSourcesList())
        .withTags(wanted.getTagsList())
        .withFields(wanted.getFieldsMap())
        .withText(wanted.getText())
        .withTime(
            wanted.hasFrom() ? nanos("from", wanted.getFrom()) : Long.MIN_VALUE,
            wanted.hasTo() ? nanos("to", wanted.getTo()) : Long.MAX_VALUE);
  }

  private static Priority priority(io.eyrie.alerts.v1.AlertFilter wanted) {
    return switch (wanted.getMinimumPriority()) {
      case PRIORITY_UNSPECIFIED, PRIORITY_DEBUG -> Priority.DEBUG;
      case PRIORITY_INFORMATIONAL -> Priority.INFORMATIONAL;
      case PRIORITY_NOTICE -> Priority.NOTICE;
      case PRIORITY_WARNING -> Priority.WARNING;
      case PRIORITY_ERROR -> Priority.ERROR;
      case PRIORITY_CRITICAL -> Priority.CRITICAL;
      case PRIORITY_ALERT -> Priority.ALERT;
      case PRIORITY_EMERGENCY -> Priority.EMERGENCY;
      case UNRECOGNIZED ->
          throw Refused.invalid(
              "filter.minimum_priority %d is unknown: PRIORITY_DEBUG (1) to PRIORITY_EMERGENCY (8)"
                  .formatted(wanted.getMinimumPriorityValue()));
    };
  }

  private static void names(String part, List<String> names) {
    bound(part, names.size());
    for (int i = 0; i < names.size(); i++) {
      name("%s[%d]".formatted(part, i), names.get(i));
    }
  }

  private static void field(String name, String pattern) {
    if (name.length() > LONGEST_NAME || !FIELD.matcher(name).matches()) {
      throw invalid(
          "fields", name, "names of fields are as in rules, such as proc.name or proc.aname[2]");
    }
    name("fields[\"" + Names.shown(name) + "\"]", pattern);
  }

  private static void name(String part, String name) {
    if (name.isEmpty()) {
      throw Refused.invalid("filter.%s is empty: leave it out to ask for all".formatted(part));
    }
    if (name.length() > LONGEST_NAME) {
      throw Refused.invalid(
          "filter.%s has %d characters, %d are possible"
              .formatted(part, name.length(), LONGEST_NAME));
    }
  }

  private static void bound(String part, int count) {
    if (count > MOST_ENTRIES) {
      throw Refused.invalid(
          "filter.%s has %d entries, %d are possible".formatted(part, count, MOST_ENTRIES));
    }
  }

  /** Clamped to what nanoseconds of 64 bits can say, some 292 years around 1970. */
  private static long nanos(String part, Timestamp time) {
    long seconds = time.getSeconds();
    int rest = time.getNanos();
    if (seconds < YEAR_1 || seconds >= YEAR_10000 || rest < 0 || rest >= NANOS) {
      throw Refused.invalid(
          "filter.%s is no time: seconds from year 1 to 9999, nanos from 0 to 999999999"
              .formatted(part));
    }
    try {
      return Math.addExact(Math.multiplyExact(seconds, NANOS), rest);
    } catch (ArithmeticException _) {
      return seconds < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }

  private static Refused invalid(String part, String text, String remedy) {
    return Refused.invalid("filter.%s '%s': %s".formatted(part, Names.shown(text), remedy));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.alerts.FilterTimes;
import io.eyrie.alerts.v1.AlertFilter;
import io.eyrie.server.admin.AlertSearch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of {@code eyrie alerts} that choose by time, fields and text, and those that only
 * stored alerts have.
 */
final class StoredOptions {

  private static final int PAGE = 500;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only of events from this time on: "
              + Moment.FORM
              + "; with --follow the stored ones first.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "Only of events before this time.")
  private @Nullable String until;

  @Option(
      names = "--field",
      paramLabel = "NAME=PATTERN",
      description = "Only with this value of a field; * is any text; may be repeated for all.")
  private List<String> fields = new ArrayList<>();

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "Only with this text in the line or a field, whatever its case.")
  private String text = "";

  @Option(names = "--newest", description = "The newest first.")
  private boolean newest;

  @Option(names = "--most", paramLabel = "COUNT", description = "No more than so many.")
  private long most = Long.MAX_VALUE;

  /** How many are wanted at the most. */
  long most() {
    return most;
  }

  /** The first page of what is asked for. */
  AlertSearch search(String priority, List<String> rules, List<String> sources, List<String> tags)
      throws CommandFailed {
    if (most < 1) {
      throw new CommandFailed("eyrie: --most: at least 1");
    }
    Instant now = Instant.now();
    return new AlertSearch(
        priority,
        rules,
        sources,
        tags,
        since == null ? Long.MIN_VALUE : nanos(Moment.parse("--since", since, now)),
        until == null ? Long.MAX_VALUE : nanos(Moment.parse("--until", until, now)),
        patterns(),
        text,
        newest,
        (int) Math.min(PAGE, most),
        "");
  }

  /** Adds what was chosen to the filter of a subscription. */
  void narrow(AlertFilter.Builder filter) throws CommandFailed {
    if (newest || most != Long.MAX_VALUE) {
      throw new CommandFailed(
          "eyrie: --newest and --most search what is stored; leave out --follow, --address,"
              + " --resume and --tokens");
    }
    Instant now = Instant.now();
    if (since != null) {
      FilterTimes.from(filter, Moment.parse("--since", since, now));
    }
    if (until != null) {
      FilterTimes.until(filter, Moment.parse("--until", until, now));
    }
    filter.putAllFields(patterns()).setText(text);
  }

  private Map<String, String> patterns() throws CommandFailed {
    Map<String, String> patterns = new LinkedHashMap<>();
    for (String field : fields) {
      int equals = field.indexOf('=');
      if (equals < 1) {
        throw new CommandFailed(
            "eyrie: --field: '" + field + "' is no NAME=PATTERN, such as user.name=ann");
      }
      patterns.put(field.substring(0, equals), field.substring(equals + 1));
    }
    return patterns;
  }

  private static long nanos(Instant instant) {
    return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.source.Loss;
import io.eyrie.engine.alert.EventTimes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The alerts that the host raises of itself: source {@code internal}, a rule name that begins with
 * {@code Eyrie internal:}, no tags.
 *
 * <p>Safe for several threads.
 */
public final class HostAlerts {

  private static final String PREFIX = "Eyrie internal: ";
  private static final String SUPPRESSED = "alerts suppressed";

  private final String hostname;
  private final LineTime lineTime;
  private final LongSupplier clock;
  private final AlertIds ids = AlertIds.unrepeatable("");
  private final AtomicLong raised = new AtomicLong();

  /**
   * Makes the maker.
   *
   * @param hostname the name of the machine, as all alerts say it
   * @param lineTime how their lines tell the time
   * @param clock nanoseconds since the epoch
   */
  public HostAlerts(String hostname, LineTime lineTime, LongSupplier clock) {
    this.hostname = hostname;
    this.lineTime = lineTime;
    this.clock = clock;
  }

  /** A source instance lost events. */
  public AlertRecord eventsLost(String source, String instance, Loss loss) {
    Map<String, @Nullable Object> fields = span(loss.fromNanos(), loss.toNanos());
    fields.put("eyrie.source", source);
    fields.put("eyrie.instance", instance);
    fields.put("eyrie.count", loss.events());
    fields.put("eyrie.reason", loss.reason());
    return raise(
        "events lost",
        Priority.WARNING,
        "source %s lost %s between %s and %s: %s"
            .formatted(
                instance,
                plural(loss.events(), "event"),
                EventTimes.iso8601Zulu(loss.fromNanos()),
                EventTimes.iso8601Zulu(loss.toNanos()),
                loss.reason()),
        fields);
  }

  /** A best-effort source instance begins to watch, and did not before. */
  public AlertRecord notWatching(String source, String instance, long fromNanos, long toNanos) {
    Map<String, @Nullable Object> fields = span(fromNanos, toNanos);
    fields.put("eyrie.source", source);
    fields.put("eyrie.instance", instance);
    return raise(
        "not watching",
        Priority.NOTICE,
        "source %s was not watching from %s to %s"
            .formatted(
                instance,
                fromNanos == 0 ? "the beginning" : EventTimes.iso8601Zulu(fromNanos),
                EventTimes.iso8601Zulu(toNanos)),
        fields);
  }

  /** The retention removed alerts that an output had not read. */
  public AlertRecord removedUnread(String output, long count, long fromNanos, long toNanos) {
    Map<String, @Nullable Object> fields = span(fromNanos, toNanos);
    fields.put("eyrie.output", output);
    fields.put("eyrie.count", count);
    return raise(
        "alerts removed unread",
        Priority.CRITICAL,
        "the alert store removed %s that output %s had not read, from %s to %s: mend the output, or give the store more room"
            .formatted(
                plural(count, "alert"),
                output,
                EventTimes.iso8601Zulu(fromNanos),
                EventTimes.iso8601Zulu(toNanos)),
        fields);
  }

  /**
   * Told to an output in the place of alerts that it will not get. It is not stored, {@link
   * #removedUnread} is; its identity is the same each time the same gap is told.
   *
   * @param place where in the log the gap is, such as the token behind it
   * @param count how many are missing; -1 when that is not known
   */
  public AlertRecord missing(
      String output, String place, long count, long fromNanos, long toNanos, String reason) {
    Map<String, @Nullable Object> fields = span(fromNanos, toNanos);
    fields.put("eyrie.output", output);
    fields.put("eyrie.count", count < 0 ? null : count);
    fields.put("eyrie.reason", reason);
    return make(
        AlertIds.repeatable("").id(place, 0, output, 0),
        "alerts missing",
        Priority.CRITICAL,
        "%s missing here: %s"
            .formatted(
                count < 0
                    ? "alerts are"
                    : count == 1 ? "1 alert is" : plural(count, "alert") + " are",
                reason),
        fields);
  }

  /** Whether an alert is one that {@link #suppressed} has made. */
  public static boolean suppresses(AlertRecord alert) {
    return alert.rule().equals(PREFIX + SUPPRESSED) && alert.source().equals(AlertRecord.INTERNAL);
  }

  /**
   * Told to an output in the place of alerts that it holds back while they repeat themselves. Its
   * identity is the same each time it is told.
   *
   * @param window what tells the window from all others of the output
   * @param key the values that the alerts have in common, beside the rule
   */
  public AlertRecord suppressed(
      String output,
      String window,
      String rule,
      Priority priority,
      List<String> key,
      long count,
      long fromNanos,
      long toNanos,
      String sample) {
    Map<String, @Nullable Object> fields = span(fromNanos, toNanos);
    fields.put("eyrie.output", output);
    fields.put("eyrie.rule", rule);
    fields.put("eyrie.key", List.copyOf(key));
    fields.put("eyrie.count", count);
    return make(
        AlertIds.repeatable("").id(window, 0, output, 1),
        SUPPRESSED,
        priority,
        "%s more of rule '%s'%s from %s to %s, such as: %s"
            .formatted(
                plural(count, "alert"),
                rule,
                key.isEmpty() ? "" : " (" + String.join(", ", key) + ")",
                EventTimes.iso8601Zulu(fromNanos),
                EventTimes.iso8601Zulu(toNanos),
                sample),
        fields);
  }

  /** Sent to one output by {@code eyrie outputs test}. */
  public AlertRecord test(String output) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.output", output);
    return raise(
        "test",
        Priority.DEBUG,
        "this is a test of output %s, sent by 'eyrie outputs test'".formatted(output),
        fields);
  }

  /** An output instance can't be opened, stalls, or was given up. */
  public AlertRecord outputFailing(String output, String reason) {
    return ofOutput("output failing", Priority.ERROR, output, reason);
  }

  /** An output instance set an alert aside that its receiver does not take. */
  public AlertRecord deadLetter(String output, String reason) {
    return ofOutput("alert not deliverable", Priority.ERROR, output, reason);
  }

  private AlertRecord ofOutput(String name, Priority priority, String output, String reason) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.output", output);
    fields.put("eyrie.reason", reason);
    return raise(name, priority, "output %s: %s".formatted(output, reason), fields);
  }

  /** A plugin failed in an instance of it, which is opened again. */
  public AlertRecord pluginRestarted(String plugin, String instance, int attempt, String reason) {
    Map<String, @Nullable Object> fields = ofPlugin(plugin, instance, reason);
    fields.put("eyrie.attempt", (long) attempt);
    return raise(
        "plugin restarted",
        Priority.WARNING,
        "%s of plugin %s failed and is started again (attempt %d): %s"
            .formatted(instance, plugin, attempt, reason),
        fields);
  }

  /** A plugin failed so often that an instance of it is left stopped. */
  public AlertRecord pluginGivenUp(String plugin, String instance, int attempts, String reason) {
    Map<String, @Nullable Object> fields = ofPlugin(plugin, instance, reason);
    fields.put("eyrie.attempt", (long) attempts);
    return raise(
        "plugin given up",
        Priority.CRITICAL,
        "%s of plugin %s failed %s and stays stopped: %s"
            .formatted(instance, plugin, plural(attempts, "time"), reason),
        fields);
  }

  /** A call into a plugin does not return. */
  public AlertRecord pluginStalled(String plugin, String instance, String call) {
    return raise(
        "plugin stalled",
        Priority.ERROR,
        "%s of plugin %s has not returned from %s; it can't be ended, restart the host if it stays so"
            .formatted(instance, plugin, call),
        ofPlugin(plugin, instance, call));
  }

  /** A rule failed on an event; all others go on. */
  public AlertRecord ruleQuarantined(String rule, String instance, String reason) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.rule", rule);
    fields.put("eyrie.instance", instance);
    fields.put("eyrie.reason", reason);
    return raise(
        "rule quarantined",
        Priority.CRITICAL,
        "rule '%s' failed on an event of %s and is left out until the rules are loaded again: %s"
            .formatted(rule, instance, reason),
        fields);
  }

  /** A capture reached its bound. */
  public AlertRecord captureLimitReached(String instance, String file, long bytes) {
    return ofCapture(
        "capture size limit reached",
        Priority.INFORMATIONAL,
        instance,
        file,
        "the capture %s of %s has reached %,d bytes and was ended".formatted(file, instance, bytes),
        null);
  }

  /** A capture could not be begun, or not be written whole. */
  public AlertRecord captureFailed(String instance, String file, String reason) {
    return ofCapture(
        "capture failed",
        Priority.ERROR,
        instance,
        file,
        "%s: the capture %s failed: %s".formatted(instance, file, reason),
        null);
  }

  /** A capture lacks events. */
  public AlertRecord captureIncomplete(String instance, String file, long missing) {
    return ofCapture(
        "capture incomplete",
        Priority.WARNING,
        instance,
        file,
        "the capture %s of %s lacks %s: the disk was too slow"
            .formatted(file, instance, plural(missing, "event")),
        missing);
  }

  private AlertRecord ofCapture(
      String name,
      Priority priority,
      String instance,
      String file,
      String message,
      @Nullable Long count) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.instance", instance);
    fields.put("eyrie.file", file);
    if (count != null) {
      fields.put("eyrie.count", count);
    }
    return raise(name, priority, message, fields);
  }

  /** Changed rule files could not be loaded; the old rules stay in force. */
  public AlertRecord rulesRefused(String revision, List<String> problems) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.revision", revision);
    fields.put("eyrie.problems", List.copyOf(problems));
    return raise(
        "rules refused",
        Priority.CRITICAL,
        "the new rules have %s and are not loaded, revision %s stays in force"
            .formatted(plural(problems.size(), "problem"), revision),
        fields);
  }

  /** A configuration that was read again has errors; what runs goes on. */
  public AlertRecord configurationRefused(String revision, List<String> problems) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.revision", revision);
    fields.put("eyrie.problems", List.copyOf(problems));
    return raise(
        "configuration refused",
        Priority.CRITICAL,
        "the new configuration has %s and is not taken, what runs goes on"
            .formatted(plural(problems.size(), "problem")),
        fields);
  }

  /** The store can't write. */
  public AlertRecord storeFailing(String reason) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.reason", reason);
    return raise("alert store failing", Priority.CRITICAL, reason, fields);
  }

  /** Alerts of one rule came so fast that they were counted instead of stored one by one. */
  public AlertRecord folded(
      String rule,
      Priority priority,
      String source,
      String instance,
      long count,
      long fromNanos,
      long toNanos,
      List<String> samples) {
    Map<String, @Nullable Object> fields = span(fromNanos, toNanos);
    fields.put("eyrie.rule", rule);
    fields.put("eyrie.source", source);
    fields.put("eyrie.instance", instance);
    fields.put("eyrie.count", count);
    fields.put("eyrie.samples", samples);
    return raise(
        "alerts folded",
        priority,
        "%s more of rule '%s' on %s from %s to %s, such as: %s"
            .formatted(
                plural(count, "alert"),
                rule,
                instance,
                EventTimes.iso8601Zulu(fromNanos),
                EventTimes.iso8601Zulu(toNanos),
                samples.isEmpty() ? "" : samples.getFirst()),
        fields);
  }

  private static Map<String, @Nullable Object> ofPlugin(
      String plugin, String instance, String reason) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.plugin", plugin);
    fields.put("eyrie.instance", instance);
    fields.put("eyrie.reason", reason);
    return fields;
  }

  private static Map<String, @Nullable Object> span(long fromNanos, long toNanos) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("eyrie.from", fromNanos == 0 ? null : EventTimes.iso8601Zulu(fromNanos));
    fields.put("eyrie.to", toNanos == 0 ? null : EventTimes.iso8601Zulu(toNanos));
    return fields;
  }

  private static String plural(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  private AlertRecord raise(
      String name, Priority priority, String message, Map<String, @Nullable Object> fields) {
    String id;
    synchronized (ids) {
      id = ids.id("", raised.getAndIncrement(), name, 0);
    }
    return make(id, name, priority, message, fields);
  }

  private AlertRecord make(
      String id,
      String name,
      Priority priority,
      String message,
      Map<String, @Nullable Object> fields) {
    return AlertRecord.of(
        lineTime,
        id,
        clock.getAsLong(),
        PREFIX + name,
        priority,
        AlertRecord.INTERNAL,
        "",
        List.of(),
        hostname,
        message,
        fields,
        "");
  }
}

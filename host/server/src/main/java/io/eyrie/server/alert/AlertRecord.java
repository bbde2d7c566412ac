// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.alert;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.alert.Priority;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An alert with everything that is known of it, the line for people and the JSON line included,
 * each made once.
 *
 * <p>Immutable. The components are those of {@link Alert}.
 */
public record AlertRecord(
    String id,
    long timeNanos,
    String rule,
    Priority priority,
    String source,
    String instance,
    List<String> tags,
    String hostname,
    String message,
    String output,
    Map<String, @Nullable Object> fields,
    String revision,
    String json)
    implements Alert {

  /** The event source of the alerts that the host raises of itself. */
  public static final String INTERNAL = "internal";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /** Makes the collections unchangeable; a map that came in keeps its order. */
  public AlertRecord {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not 32 hexadecimal digits: " + id);
    }
    tags = List.copyOf(tags);
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Makes an alert whose line for people begins with the local time of day. */
  public static AlertRecord of(
      String id,
      long timeNanos,
      String rule,
      Priority priority,
      String source,
      String instance,
      List<String> tags,
      String hostname,
      String message,
      Map<String, @Nullable Object> fields,
      String revision) {
    return of(
        LineTime.CLOCK,
        id,
        timeNanos,
        rule,
        priority,
        source,
        instance,
        tags,
        hostname,
        message,
        fields,
        revision);
  }

  /**
   * Makes an alert and both its lines. Its fields begin with the time, which the line for people
   * begins with too, unless they name it themselves or the host raises it.
   *
   * @param time how the line tells the time
   * @param tags in any order; kept sorted
   * @param fields in the order in which the output names them
   */
  public static AlertRecord of(
      LineTime time,
      String id,
      long timeNanos,
      String rule,
      Priority priority,
      String source,
      String instance,
      List<String> tags,
      String hostname,
      String message,
      Map<String, @Nullable Object> fields,
      String revision) {
    List<String> sorted = tags.stream().sorted().toList();
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    if (!source.equals(INTERNAL) && !fields.containsKey(time.field())) {
      all.put(time.field(), timeNanos);
    }
    all.putAll(fields);
    String output = time.text(timeNanos) + ": " + priority.label() + " " + message;
    String json =
        AlertJson.encode(id, timeNanos, rule, priority, source, sorted, hostname, output, all);
    return new AlertRecord(
        id, timeNanos, rule, priority, source, instance, sorted, hostname, message, output, all,
        revision, json);
  }

  /**
   * The same alert with another message, other tags and other fields, both of its lines made anew.
   *
   * @param newTags sorted
   */
  public AlertRecord dressed(
      String newMessage, List<String> newTags, Map<String, @Nullable Object> newFields) {
    String line = output.substring(0, output.length() - message.length()) + newMessage;
    return new AlertRecord(
        id,
        timeNanos,
        rule,
        priority,
        source,
        instance,
        newTags,
        hostname,
        newMessage,
        line,
        newFields,
        revision,
        AlertJson.encode(
            id, timeNanos, rule, priority, source, newTags, hostname, line, newFields));
  }

  /** About how many bytes the alert takes in memory, for bounds. */
  public int weight() {
    return 512 + 2 * (json.length() + message.length() + output.length());
  }
}

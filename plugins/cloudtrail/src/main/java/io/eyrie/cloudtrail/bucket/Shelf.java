// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.cloudtrail.aws.ObjectName;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What lies below one prefix, and how far it was read. The worker moves the line; the lister asks
 * what is new. Safe for these two.
 */
final class Shelf {

  private static final String PARTITION = "shelf ";
  private static final String VERSION = "1 ";

  /** Of CloudTrail's own: an account's records of a region. */
  private static final Pattern REGION =
      Pattern.compile("(?:.*/)?AWSLogs/(?:o-[a-z0-9]+/)?(\\d{12})/CloudTrail/([a-z0-9-]+)/");

  private static final Pattern WRITTEN =
      Pattern.compile("\\d{12}_CloudTrail_[a-z0-9-]+_(\\d{8}T\\d{4})Z_.*");
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd");

  private final String bucket;
  private final String prefix;
  private final String firstName;
  private final long overlapMillis;
  private final Map<String, Long> read = new ConcurrentHashMap<>();
  private final Map<String, Long> queued = new ConcurrentHashMap<>();
  private volatile long line;

  /**
   * A shelf.
   *
   * @param startMillis from when on objects are wanted
   * @param overlapMillis how much later than its neighbours an object may appear
   */
  Shelf(String bucket, String prefix, long startMillis, long overlapMillis) {
    this.bucket = bucket;
    this.prefix = prefix;
    this.overlapMillis = overlapMillis;
    this.line = startMillis;
    Matcher matcher = REGION.matcher(prefix);
    this.firstName =
        matcher.matches() ? matcher.group(1) + "_CloudTrail_" + matcher.group(2) + "_" : "";
  }

  String bucket() {
    return bucket;
  }

  String prefix() {
    return prefix;
  }

  /** Whether a listing goes through it in the order of time. */
  boolean timed() {
    return !firstName.isEmpty();
  }

  /** The partition of its line. */
  String partition() {
    return PARTITION + "s3://" + bucket + "/" + prefix;
  }

  /** The cursor of the line or of an object at a time. */
  static String cursor(long millis) {
    return VERSION + millis;
  }

  /** Reads {@link #cursor}; empty for anything else. */
  static Optional<Long> parse(String cursor) {
    try {
      return cursor.startsWith(VERSION)
          ? Optional.of(Long.parseLong(cursor.substring(VERSION.length())))
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Takes what an earlier run left: its line, or an object of it that was read. */
  void restore(String partition, long millis) {
    if (partition.equals(partition())) {
      line = Math.max(line, millis);
    } else if (partition.startsWith("s3://" + bucket + "/" + prefix)) {
      read.put(partition, millis);
    }
  }

  /** The key behind which a listing begins; empty for the very first. */
  String listedAfter() {
    if (!timed() || line == Long.MIN_VALUE) {
      return "";
    }
    LocalDateTime minute = LocalDateTime.ofInstant(Instant.ofEpochMilli(line), ZoneOffset.UTC);
    return prefix + DAY.format(minute) + "/" + firstName + MINUTE.format(minute);
  }

  /**
   * The time of an object: that in its name, but not later than it was written, so that no name can
   * push the line into the future.
   */
  long time(String key, long modifiedMillis) {
    Matcher matcher = WRITTEN.matcher(key.substring(key.lastIndexOf('/') + 1));
    if (matcher.matches()) {
      try {
        LocalDateTime named = LocalDateTime.parse(matcher.group(1), MINUTE);
        return Math.min(modifiedMillis, named.toInstant(ZoneOffset.UTC).toEpochMilli());
      } catch (DateTimeParseException _) {
        return modifiedMillis;
      }
    }
    return modifiedMillis;
  }

  /** Whether an object still is to be read; from then on it isn't. */
  boolean take(ObjectName name, long millis) {
    String partition = name.toString();
    // In this order: what the worker takes out of those read is before the line already.
    return !read.containsKey(partition)
        && millis >= line
        && queued.putIfAbsent(partition, millis) == null;
  }

  /** Notes an object that was read. */
  void done(ObjectName name, long millis) {
    read.put(name.toString(), millis);
    queued.remove(name.toString());
  }

  /**
   * Where the line may go when all up to a time was read.
   *
   * @param leastMillis empty when it would be less far than this
   */
  Optional<Long> advanced(long readUpTo, long leastMillis) {
    if (readUpTo == Long.MIN_VALUE) {
      return Optional.empty();
    }
    long next = readUpTo - overlapMillis;
    return line == Long.MIN_VALUE || next - line >= leastMillis
        ? Optional.of(next)
        : Optional.empty();
  }

  /** Moves the line. */
  void advance(long millis) {
    line = millis;
  }

  /** Takes out the partitions of the objects before the line. */
  List<String> passed() {
    List<String> passed =
        read.entrySet().stream()
            .filter(one -> one.getValue() < line)
            .map(Map.Entry::getKey)
            .toList();
    passed.forEach(read::remove);
    return passed;
  }
}

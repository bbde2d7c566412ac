// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admission;

import io.eyrie.server.alert.AlertRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for one source instance, which alerts are stored one by one and which fold into a
 * summary: a token bucket per rule.
 *
 * <p>The bucket is the generic cell rate algorithm (ITU-T I.371): one number per rule, the time at
 * which it would be empty again. Not safe for several threads; the instance's worker has its own.
 */
public final class Admission {

  /** What to do with a match. */
  public enum Verdict {
    /** Make the alert and store it. */
    STORE,
    /** Make the alert and give it to {@link #sample}; it is counted. */
    SAMPLE,
    /** Nothing: it is counted. */
    COUNT
  }

  private final @Nullable AdmissionSettings settings;
  private final long interval;
  private final Map<String, Bucket> buckets = new HashMap<>();
  private int folding;

  private static final class Bucket {
    long emptyAt;
    boolean used;
    @Nullable Fold fold;
  }

  /** The alerts of one rule that are being folded. */
  private static final class Fold {
    final long since;
    long count;
    long fromNanos = Long.MAX_VALUE;
    long toNanos = Long.MIN_VALUE;
    boolean changed;
    @Nullable AlertRecord first;
    final List<String> samples = new ArrayList<>();

    Fold(long since) {
      this.since = since;
    }
  }

  private Admission(@Nullable AdmissionSettings settings) {
    this.settings = settings;
    this.interval = settings == null ? 0 : 1_000_000_000L / settings.perSecond();
  }

  /** Admission by these settings. */
  public static Admission limited(AdmissionSettings settings) {
    return new Admission(settings);
  }

  /** Admits everything: for replay, in which nobody is in a hurry. */
  public static Admission unlimited() {
    return new Admission(null);
  }

  /**
   * Decides on a match.
   *
   * @param timeNanos when the event happened, nanoseconds since the epoch
   * @param nowNanos the time by a clock that only goes forward, {@link System#nanoTime()}
   */
  public Verdict admit(String rule, long timeNanos, long nowNanos) {
    if (settings == null) {
      return Verdict.STORE;
    }
    Bucket bucket = buckets.computeIfAbsent(rule, _ -> new Bucket());
    long emptyAt = bucket.used && bucket.emptyAt - nowNanos > 0 ? bucket.emptyAt : nowNanos;
    if (emptyAt - nowNanos <= (settings.burst() - 1) * interval) {
      bucket.emptyAt = emptyAt + interval;
      bucket.used = true;
      return Verdict.STORE;
    }
    Fold fold = bucket.fold;
    if (fold == null) {
      fold = new Fold(nowNanos);
      bucket.fold = fold;
      folding++;
    }
    fold.count++;
    fold.fromNanos = Math.min(fold.fromNanos, timeNanos);
    fold.toNanos = Math.max(fold.toNanos, timeNanos);
    fold.changed = true;
    return fold.samples.size() < settings.samples() ? Verdict.SAMPLE : Verdict.COUNT;
  }

  /**
   * Takes the alert of a {@link Verdict#SAMPLE} verdict, which stands for those that are not made.
   */
  public void sample(AlertRecord alert) {
    Bucket bucket = buckets.get(alert.rule());
    Fold fold = bucket == null ? null : bucket.fold;
    if (fold == null) {
      throw new IllegalStateException("no sample was asked for of rule " + alert.rule());
    }
    if (fold.first == null) {
      fold.first = alert;
    }
    fold.samples.add(alert.message());
  }

  /** The open counts that have changed since this was last asked, to be kept with a checkpoint. */
  public List<FoldedAlerts> changed() {
    List<FoldedAlerts> changed = new ArrayList<>();
    if (folding > 0) {
      for (Bucket bucket : buckets.values()) {
        Fold fold = bucket.fold;
        if (fold != null && fold.changed) {
          fold.changed = false;
          state(fold).ifPresent(changed::add);
        }
      }
    }
    return changed;
  }

  /** The counts whose time is over: each is returned once, to be stored as a summary. */
  public List<FoldedAlerts> closed(long nowNanos) {
    return settings == null ? List.of() : close(nowNanos - settings.summaryEvery().toNanos());
  }

  /** All open counts, at the end of the source. */
  public List<FoldedAlerts> closeAll(long nowNanos) {
    return close(nowNanos);
  }

  /** Drops all open counts: their events are going to be judged once more. */
  public void forget() {
    buckets.values().forEach(bucket -> bucket.fold = null);
    folding = 0;
  }

  private List<FoldedAlerts> close(long sinceAtMost) {
    List<FoldedAlerts> closed = new ArrayList<>();
    if (folding > 0) {
      for (Bucket bucket : buckets.values()) {
        Fold fold = bucket.fold;
        if (fold != null && fold.since - sinceAtMost <= 0) {
          state(fold).ifPresent(closed::add);
          bucket.fold = null;
          folding--;
        }
      }
    }
    return closed;
  }

  private static Optional<FoldedAlerts> state(Fold fold) {
    AlertRecord first = fold.first;
    return first == null
        ? Optional.empty()
        : Optional.of(
            new FoldedAlerts(
                first.rule(),
                first.priority(),
                first.source(),
                first.instance(),
                first.revision(),
                fold.count,
                fold.fromNanos,
                fold.toNanos,
                fold.samples));
  }
}

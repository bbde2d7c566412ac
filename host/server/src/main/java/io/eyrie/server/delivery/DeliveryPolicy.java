// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the alerts of one output are chosen, shaped, held back and paced, as it is configured.
 *
 * @param shape which alerts, and what they are made into
 * @param suppression of what repeats itself; empty for none
 * @param groupBy names by whose values alerts are kept apart: a batch holds those of one group
 * @param pace batches, lanes and time
 * @param retry what follows a failure
 */
public record DeliveryPolicy(
    AlertShape shape,
    Optional<Suppression> suppression,
    List<String> groupBy,
    Pace pace,
    Retry retry) {

  /** Every alert as it is, in the order of the log, for as long as it takes. */
  public static final DeliveryPolicy DEFAULT =
      new DeliveryPolicy(
          AlertShape.PLAIN, Optional.empty(), List.of(), Pace.DEFAULT, Retry.DEFAULT);

  /** Copies the list. */
  public DeliveryPolicy {
    groupBy = List.copyOf(groupBy);
  }

  /** The same with another pace. */
  public DeliveryPolicy with(Pace other) {
    return new DeliveryPolicy(shape, suppression, groupBy, other, retry);
  }

  /** The same with another way of retrying. */
  public DeliveryPolicy with(Retry other) {
    return new DeliveryPolicy(shape, suppression, groupBy, pace, other);
  }

  /** The same with another choice of alerts. */
  public DeliveryPolicy with(AlertShape other) {
    return new DeliveryPolicy(other, suppression, groupBy, pace, retry);
  }

  /** The same with a suppression. */
  public DeliveryPolicy with(Suppression other) {
    return new DeliveryPolicy(shape, Optional.of(other), groupBy, pace, retry);
  }

  /** The same with groups. */
  public DeliveryPolicy groupedBy(String... names) {
    return new DeliveryPolicy(shape, suppression, List.of(names), pace, retry);
  }

  /**
   * Which alerts are held back: after one of a rule and key, all further ones until the window
   * ends, when a summary counts them.
   *
   * @param window how long, from the first alert on
   * @param by names whose values are the key, beside the rule
   */
  public record Suppression(Duration window, List<String> by) {

    /** Copies the list. */
    public Suppression {
      by = List.copyOf(by);
      if (window.isNegative() || window.isZero()) {
        throw new IllegalArgumentException("a window lasts longer than nothing");
      }
    }
  }

  /**
   * Batches, lanes and time.
   *
   * @param batch the most alerts given at once, at least 1
   * @param flush how long to wait for a batch to fill
   * @param lanes how many batches are under way at once, each over an instance of its own, at least
   *     1
   * @param orderBy names by whose values alerts are kept in order when there are several lanes;
   *     empty for no order then
   * @param timeout how long a delivery may take before it counts as failed
   * @param rate the most alerts per second; 0 for any
   * @param burst how many at once after a quiet time, at least 1
   */
  public record Pace(
      int batch,
      Duration flush,
      int lanes,
      List<String> orderBy,
      Duration timeout,
      long rate,
      long burst) {

    /** Batches of 256 at once, one after the other, 30 s each, as fast as they are taken. */
    public static final Pace DEFAULT =
        new Pace(256, Duration.ZERO, 1, List.of(), Duration.ofSeconds(30), 0, 1);

    /** Copies the list and checks the ranges. */
    public Pace {
      orderBy = List.copyOf(orderBy);
      if (batch < 1 || lanes < 1 || rate < 0 || burst < 1 || timeout.toNanos() < 1) {
        throw new IllegalArgumentException("batch, lanes, burst and timeout are above zero");
      }
    }
  }

  /**
   * What follows a failure that may pass.
   *
   * @param first the pause after the first one; it doubles with each further one
   * @param longest the pauses grow to this
   * @param tries how often a batch is given before its alerts become dead letters; 0 without end
   * @param breakAfter after so many failures in a row, of all lanes, nothing is given for a while
   * @param breakFor how long; then one batch is tried
   */
  public record Retry(
      Duration first, Duration longest, int tries, int breakAfter, Duration breakFor) {

    /** Pauses of 200 ms to 30 s without end; after 5 failures only one lane tries, each 30 s. */
    public static final Retry DEFAULT =
        new Retry(Duration.ofMillis(200), Duration.ofSeconds(30), 0, 5, Duration.ofSeconds(30));

    /** Checks the ranges. */
    public Retry {
      if (first.toNanos() < 1 || tries < 0 || breakAfter < 1 || breakFor.isNegative()) {
        throw new IllegalArgumentException("pauses and failures are above zero");
      }
    }
  }
}

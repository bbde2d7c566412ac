// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Takes a source's events and judges them by the loaded rules.
 *
 * <p>To be called on the worker thread only, from within {@link Source#poll(EventSink)}. When the
 * alert store can't keep up, {@link #accept} and {@link #checkpoint(long)} wait: that is the
 * back-pressure that a source hands on to where its events come from.
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
@ProviderType
public interface EventSink {

  /**
   * Says where the following events come from: a file, a message, a log. Holds until the next call;
   * at first it is the empty text. A source whose events carry ids of their own names that id as
   * the partition of the event and 0 as its offset.
   *
   * @param partition at most 4096 characters
   */
  void partition(String partition);

  /**
   * Judges the source's current event: evaluates the rules, which extract its fields through the
   * bound {@link io.eyrie.api.field.Extraction}, and makes the alerts there and then.
   *
   * @param eventType the index of its type in {@link SourceDeclaration#eventTypes()}
   * @param timeNanos when it happened, nanoseconds since the epoch
   * @param offset which event of the partition it is: the same each time the same event is read,
   *     and different for each event. For a {@link Delivery#BEST_EFFORT} source, any number that it
   *     does not use again while it is open
   */
  void accept(int eventType, long timeNanos, long offset);

  /**
   * Counts events that no rule is shown, because they only tell the source something: {@code
   * evt.num} of the next event is larger by so many. Sources without such events never call it.
   *
   * @param events how many there were since the last call of {@link #accept}, 0 or more
   */
  default void skipped(long events) {}

  /**
   * Asks to be told, through {@link Source#committed(long)}, once every alert of the events so far
   * is stored. No position is kept: for messages and requests that are acknowledged one by one.
   *
   * @param ticket a number of the source's own, larger than that of the checkpoint before
   */
  void checkpoint(long ticket);

  /**
   * Like {@link #checkpoint(long)}, and stores the position in the same transaction as the alerts
   * before it.
   */
  void checkpoint(long ticket, Position position);

  /** Publishes that events were lost; the host counts them and raises an alert. */
  void lost(Loss loss);

  /**
   * Counts a record that is no event of this source, and shows the first of each kind to the
   * operator. The source goes on with the next record.
   *
   * @param kind a short stable name for the counter, such as {@code not_json}; one of few
   * @param place where it stands, such as {@code /var/log/a.json:17}
   * @param reason what is wrong with it, without its content
   */
  void malformed(String kind, String place, String reason);
}

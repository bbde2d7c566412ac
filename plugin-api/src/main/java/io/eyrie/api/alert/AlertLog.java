// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.alert;

import io.eyrie.api.stability.Api;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The stored alerts, for serving outputs: to follow, to resume, to search, to look one up.
 *
 * <p>Safe for several threads; each reader is its user's own. Every call may throw {@link
 * IllegalStateException} when the store can't be read, or written where a place is kept; the same
 * call may succeed later.
 */
@Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
@ProviderType
public interface AlertLog {

  /** Reads what is stored from now on. */
  AlertReader fromNow(AlertFilter filter);

  /** Reads everything that is still stored, then what follows. */
  AlertReader fromOldest(AlertFilter filter);

  /**
   * Goes on behind a token. One that the retention has passed, or that is of another store, gives a
   * gap first and then the oldest alerts.
   *
   * @throws IllegalArgumentException if the text is no token at all
   */
  AlertReader resume(AlertFilter filter, String token);

  /**
   * Goes on where the durable reader of this name last acknowledged; a new name begins now. The
   * host keeps the place, and counts what the retention takes from it. Several readers of one name
   * share the place and nothing else.
   *
   * @param name 1 to 128 characters; names of one output don't clash with those of another
   */
  AlertReader durable(AlertFilter filter, String name);

  /**
   * The same, but a new name begins behind this token: that of {@link #fromOldest} before it has
   * read anything, for instance.
   *
   * @throws IllegalArgumentException if the text is no token at all
   */
  AlertReader durable(AlertFilter filter, String name, String token);

  /**
   * Remembers that everything up to this token is done with for a durable name, wherever and
   * whenever it was read; durable when this returns. A token that lies before the place of the name
   * changes nothing.
   *
   * @throws IllegalArgumentException if no place is kept for the name, or the token is not one of
   *     this log
   */
  void acknowledge(String name, String token);

  /**
   * Keeps no place any more for a durable name; false when none was kept. Open readers of it go on,
   * but keep no place.
   */
  boolean forget(String name);

  /** The durable names of this output and how far each has come, by name. */
  List<Place> places();

  /** The stored alert of this id, or empty. */
  Optional<Alert> find(String id);

  /**
   * Searches what is stored now, page by page, by the time of the events.
   *
   * <p>The work of one call is bounded: a page may hold fewer alerts than asked for, even none,
   * though there are more; the search is over when {@link Page#next()} is empty. What the retention
   * removes meanwhile is not told.
   *
   * @param max the most to return, 1 to 10,000
   * @param after {@link Page#next()} of the page before of the same search; empty for the first
   * @throws IllegalArgumentException if {@code after} is none, or is of another store
   */
  Page search(AlertFilter filter, Order order, int max, String after);

  /** In which order a search gives alerts. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  enum Order {
    /** The latest events first. */
    NEWEST_FIRST,
    /** The earliest events first. */
    OLDEST_FIRST
  }

  /** One page of a search. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  @ProviderType
  interface Page {

    /** The alerts, in the order asked for. */
    List<Alert> alerts();

    /**
     * An opaque text by which the next page is asked for, at most 128 characters of printable
     * ASCII; empty when there is none.
     */
    String next();
  }

  /** The place that is kept for a durable name. */
  @Api(status = Api.Status.EXPERIMENTAL, since = "0.1.0")
  @ProviderType
  interface Place {

    /** The durable name. */
    String name();

    /** The token up to which everything is acknowledged. */
    String token();

    /**
     * How many alerts have been stored behind it, whatever a filter makes of them; those included
     * that the retention has taken since.
     */
    long behind();

    /** How many alerts the retention has taken from it in all, unread. */
    long missed();
  }
}

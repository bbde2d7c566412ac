// SPDX-License-Identifier: Apache-2.0
/**
 * The alert store: what was raised, how far each source has been read and how far each output has
 * come, in one SQLite database that a {@code kill -9} does not hurt.
 *
 * <p>Everything that is written goes through one bounded queue to one thread, which commits in
 * groups: alerts and the positions of their sources in one transaction, at most a hundred commits a
 * second, at most a thousand alerts each. A source's worker writes through its {@link
 * io.eyrie.server.store.CommitLane} and sees there what is durable, without waiting.
 *
 * <p>Stored alerts are numbered without holes. Whoever reads the log therefore knows by the numbers
 * alone how many alerts the retention took from it, exactly, and is told in their place. Readers
 * are served from the newest alerts in memory, and from the database page by page when they are
 * behind; none holds a transaction from one page to the next.
 *
 * <pre>{@code
 * try (AlertStore store = AlertStore.open(home, StoreSettings.defaults(), StoreEvents.NONE)) {
 *   CommitLane lane = store.lane("trail");
 *   lane.append(alert);
 *   lane.checkpoint(ticket, new Position("a.json.gz", "4711"));
 *   ...
 *   if (lane.committed() >= ticket) { source.committed(ticket); }
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.server.store;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Admission to the store: a rule that matches without end is folded into counted summaries, so that
 * it neither fills the store nor stalls its source.
 *
 * <p>Nothing here waits, reads a clock or knows the store. The source's worker asks for each match,
 * keeps the open counts with its checkpoints and stores the closed ones:
 *
 * <pre>{@code
 * switch (admission.admit(rule, timeNanos, System.nanoTime())) {
 *   case STORE -> lane.append(alert());
 *   case SAMPLE -> admission.sample(alert());
 *   case COUNT -> {}
 * }
 * ...
 * for (FoldedAlerts open : admission.changed()) { lane.fold(open.rule(), open.state()); }
 * lane.checkpoint(ticket, position); // the counts become durable with the position or not at all
 * ...
 * for (FoldedAlerts over : admission.closed(System.nanoTime())) {
 *   lane.settle(over.rule(), summary(over));
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.server.admission;

import org.jspecify.annotations.NullMarked;

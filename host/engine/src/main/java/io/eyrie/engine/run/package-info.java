// SPDX-License-Identifier: Apache-2.0
/**
 * From an event to its matches.
 *
 * <p>An {@link io.eyrie.engine.run.Evaluator} belongs to one worker and one binding of a source. It
 * is told of an event by its type, time and number, fetches fields only when a rule comes to look
 * at them, each once, and calls back with a {@link io.eyrie.engine.run.Match} for each rule that
 * matches:
 *
 * <pre>{@code
 * Evaluator evaluator = new Evaluator(index, extraction, settings, failures);
 * evaluator.evaluate(eventType, timeNanos, number, match -> store(match));
 * }</pre>
 *
 * <p>An event that matches nothing allocates nothing, a regex without a table on its way aside (see
 * {@link io.eyrie.engine.regex}).
 */
@NullMarked
package io.eyrie.engine.run;

import org.jspecify.annotations.NullMarked;

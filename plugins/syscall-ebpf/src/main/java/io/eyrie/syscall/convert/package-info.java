// SPDX-License-Identifier: Apache-2.0
/**
 * Turns events as old programs wrote them into events of today's table.
 *
 * <p>Captures of former years hold two events for each call, one at its entry and one at its exit,
 * and versions of events that were replaced since. The entry's parameters now belong to the exit:
 * so an entry is stored for its thread until the exit comes, and the exit is given what it lacks,
 * step by step by the rows of {@code conversions.tsv}, until it is what today's table says. A few
 * entries stay events, because the state of descriptors needs them.
 *
 * <pre>{@code
 * switch (converter.convert(event)) {
 *   case PASS -> state.before(event);
 *   case DROP -> {}
 *   case UNKNOWN -> report(event);
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.convert;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * What transformers make of the values of an event.
 *
 * <p>A {@link io.eyrie.engine.derive.Derivation} is made once for each {@link
 * io.eyrie.engine.check.Derived} of a worker. It reads the values of its inputs by their slots and
 * writes bytes into a holder; its memory is used again for the next event, so that after the first
 * events nothing is allocated.
 *
 * <pre>{@code
 * Derivation lower = Derivation.of(derived, slots::get);
 * lower.derive(frame, into); // untouched when an input is absent
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.derive;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Parameters of events as text, as {@code evt.args} and {@code evt.arg} show them: numbers in the
 * format of the table, flags by their names, descriptors with what they are open on, paths made
 * absolute. Nothing is allocated: a text is written into a buffer that the caller keeps.
 *
 * <pre>{@code
 * text.clear();
 * parameters.resolved(event, index, text);   // O_RDONLY|O_CLOEXEC
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.text;

import org.jspecify.annotations.NullMarked;

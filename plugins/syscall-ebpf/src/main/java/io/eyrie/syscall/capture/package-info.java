// SPDX-License-Identifier: Apache-2.0
/**
 * Captures ({@code .scap}): what was recorded of a system's calls, with the tables of its threads,
 * descriptors, users and interfaces at the beginning, read in all versions and written in the
 * newest.
 *
 * <p>A capture is a stream of blocks. {@link io.eyrie.syscall.capture.CaptureReader} loads one
 * event at a time and tells the tables to a {@link io.eyrie.syscall.state.FactSink}; {@link
 * io.eyrie.syscall.capture.CaptureSource} makes a source of it:
 *
 * <pre>{@code
 * while (reader.next(event, state) == Found.EVENT) {
 *   if (converter.convert(event) == Outcome.PASS) {
 *     state.before(event);
 *     sink.accept(event.type(), event.timeNanos(), offset);
 *     state.after(event);
 *   }
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.capture;

import org.jspecify.annotations.NullMarked;

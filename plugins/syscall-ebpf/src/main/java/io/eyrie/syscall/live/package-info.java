// SPDX-License-Identifier: Apache-2.0
/**
 * Turns a record of the kernel program's rings into the event that rules see.
 *
 * <p>The program knows no calls: for each, {@code calls.tsv} says which sections (a text, a buffer,
 * a socket ...) it lays behind the raw registers, and how the parameters of the event are made of
 * them. {@link io.eyrie.syscall.live.CallTable} reads it once; the plans go to the kernel, the
 * recipes are compiled to {@link io.eyrie.syscall.live.LiveRecord} readers, and a record is
 * translated without garbage:
 *
 * <pre>{@code
 * RecordKind kind = record.load(ring, offset, length, clock);
 * if (kind == RecordKind.CALL) {
 *   Call call = calls.of(record);
 *   call.write(record, event);
 * }
 * }</pre>
 *
 * <p>Adding a call is a row of {@code calls.tsv}; a call without a row is told by the generic
 * event.
 */
@NullMarked
package io.eyrie.syscall.live;

import org.jspecify.annotations.NullMarked;

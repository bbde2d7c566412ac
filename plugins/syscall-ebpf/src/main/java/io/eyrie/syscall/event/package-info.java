// SPDX-License-Identifier: Apache-2.0
/**
 * What the kernel program reports: the layout of its records, their kinds, the events that rules
 * see, and the words (error names, loss classes) that go with them.
 *
 * <p>A record is copied once out of the ring into {@link io.eyrie.syscall.event.EventRecord} and
 * read there by fixed offsets; nothing is decoded that nobody asks for:
 *
 * <pre>{@code
 * if (record.load(ring, offset, length)) {
 *   RecordKind kind = RecordKind.ofCode(record.kind());
 *   long result = record.result();
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.event;

import org.jspecify.annotations.NullMarked;

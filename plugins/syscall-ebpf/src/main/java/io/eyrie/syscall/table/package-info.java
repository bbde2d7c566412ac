// SPDX-License-Identifier: Apache-2.0
/**
 * The table of system-call events: what each event is called, which parameters it has and in which
 * form, the names of flags, signals and calls. It describes the running kernel's events and those
 * of captures alike; the codes are those of captures (format {@code .scap}, schema 4.5.1).
 *
 * <pre>{@code
 * EventRow openat = EventTable.row(307);
 * openat.parameter(openat.indexOf("name")).type();   // FSRELPATH
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.table;

import org.jspecify.annotations.NullMarked;

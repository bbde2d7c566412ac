// SPDX-License-Identifier: Apache-2.0
/**
 * The event being judged, in the one form that the running kernel and captures are put into, and
 * small tools for texts, addresses and error names.
 *
 * <pre>{@code
 * event.begin(307, timeNanos, tid, cpu);
 * event.put64(3);                          // the first parameter of openat: fd
 * long fd = event.result();
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.event;

import org.jspecify.annotations.NullMarked;

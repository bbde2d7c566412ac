// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of the system at the event being judged: processes with their images, working
 * directories and descriptors, and the names of users.
 *
 * <p>It begins with {@code /proc}, read after the kernel program was attached, and is kept by
 * records in their order. What is true of a thread at one call only (its parent, user, own name) is
 * in each record and not kept. When records were lost, what they might have changed is read from
 * {@code /proc} again, entry by entry, as it is next needed.
 *
 * <pre>{@code
 * ProcessEntry process = state.process(record);
 * state.before(kind, record, process);
 * sink.accept(type, time, position);
 * state.after(kind, record, process);
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.was.state;

import org.jspecify.annotations.NullMarked;

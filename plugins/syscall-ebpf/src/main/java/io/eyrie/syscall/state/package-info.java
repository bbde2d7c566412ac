// SPDX-License-Identifier: Apache-2.0
/**
 * What is known of the system at the event being judged: threads with their programs, working
 * directories and descriptors, users and groups, interfaces.
 *
 * <p>It begins with facts (a {@link io.eyrie.syscall.state.FactSink}) that {@code /proc} or the
 * head of a capture tells, and is kept by events in their order. On the running kernel the header
 * of each record is truer than what earlier events told, so it is compared first ({@link
 * io.eyrie.syscall.state.SystemState#observe}).
 *
 * <pre>{@code
 * state.thread(facts);
 * state.seeded();
 * state.before(event);
 * sink.accept(type, time, position);
 * state.after(event);
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall.state;

import org.jspecify.annotations.NullMarked;

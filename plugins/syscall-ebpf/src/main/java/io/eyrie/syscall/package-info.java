// SPDX-License-Identifier: Apache-2.0
/**
 * The source {@code syscall}: what the processes of this machine ask of its kernel, as events.
 *
 * <p>The way of a record: the kernel program writes it to the ring ({@code kernel}), the reader
 * takes it without a native call ({@code ring}), it is copied into one array and read by fixed
 * offsets ({@code event}), changes what is known of the system ({@code state}), and rules read its
 * fields ({@code field}). All on the worker thread that the host gives.
 *
 * <pre>{@code
 * try (Source source = new SyscallProvider().open(config, context)) {
 *   source.enable(types);
 *   Extraction fields = source.bind(demand);
 *   source.poll(sink);
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.syscall;

import org.jspecify.annotations.NullMarked;

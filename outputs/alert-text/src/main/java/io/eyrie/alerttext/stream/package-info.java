// SPDX-License-Identifier: Apache-2.0
/**
 * Writing to somebody who may not read: a socket, a pipe.
 *
 * <pre>{@code
 * try (TimedStream stream = new TimedStream("syslog-write", socket.getOutputStream(), socket, timeout)) {
 *   stream.write(bytes);
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.alerttext.stream;

import org.jspecify.annotations.NullMarked;

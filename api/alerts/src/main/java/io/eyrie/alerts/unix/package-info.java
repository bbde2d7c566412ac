// SPDX-License-Identifier: Apache-2.0
/**
 * Sockets of the Unix domain in the shape that gRPC's transport takes, for the client and for the
 * output that serves it.
 *
 * <pre>{@code
 * Socket socket = new UnixSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
 * }</pre>
 */
@NullMarked
package io.eyrie.alerts.unix;

import org.jspecify.annotations.NullMarked;

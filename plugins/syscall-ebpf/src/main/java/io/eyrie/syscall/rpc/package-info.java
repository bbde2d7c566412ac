// SPDX-License-Identifier: Apache-2.0
/**
 * Asks services that listen on Unix sockets: a GET of HTTP/1.1, a call of gRPC with one message
 * each way. Everything has a deadline and a bound on what is read; nothing is kept open.
 *
 * <pre>{@code
 * HttpAnswer answer = HttpGet.ask(socket, "/containers/json", Deadline.in(Duration.ofSeconds(2)));
 * try (GrpcConnection connection = GrpcConnection.open(socket, deadline)) {
 *   GrpcAnswer status = connection.call("runtime.v1.RuntimeService/Version", Map.of(), new byte[0]);
 * }
 * }</pre>
 *
 * <p>Formats: RFC 9112 (HTTP/1.1), RFC 9113 (HTTP/2), RFC 7541 (its headers), the protocol buffers
 * encoding and the gRPC protocol over HTTP/2, each as far as these questions need it.
 */
@NullMarked
package io.eyrie.syscall.rpc;

import org.jspecify.annotations.NullMarked;

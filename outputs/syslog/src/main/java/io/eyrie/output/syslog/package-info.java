// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code syslog}: alerts as syslog messages over UDP, TCP, TLS and Unix sockets.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: syslog
 *     config:
 *       address: tls://logs.example:6514
 * }</pre>
 */
@NullMarked
package io.eyrie.output.syslog;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * The output {@code grpc}: serves the alert log to subscribers as {@code
 * eyrie.alerts.v1.AlertService}, with server reflection and the standard health service beside it.
 *
 * <p>Each stream reads the log by itself at the speed of its client. All threads are virtual and
 * end with the output, and nothing of gRPC's shared machinery is used, so that the plugin can be
 * replaced in a running host.
 *
 * <pre>{@code
 * outputs:
 *   - plugin: grpc
 *     config:
 *       bind: 127.0.0.1:7411
 * }</pre>
 */
@NullMarked
package io.eyrie.output.grpc;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * Alerts as the host holds them: {@link io.eyrie.server.alert.AlertRecord} with its one encoding,
 * the identity that a replayed event gives again, and the alerts that the host raises of itself.
 *
 * <pre>{@code
 * AlertIds ids = AlertIds.repeatable("trail");
 * AlertRecord alert =
 *     AlertRecord.of(
 *         ids.id(partition, offset, rule, 0), timeNanos, rule, Priority.WARNING, "aws_cloudtrail",
 *         "trail", tags, hostname, message, fields, revision);
 * }</pre>
 */
@NullMarked
package io.eyrie.server.alert;

import org.jspecify.annotations.NullMarked;

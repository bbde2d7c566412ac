// SPDX-License-Identifier: Apache-2.0

/**
 * S3, SQS and STS on the loopback, in the documented words of their protocols and only as much of
 * them as Eyrie asks for, with the failures that the real ones are known to have.
 *
 * <pre>{@code
 * try (AwsServer aws = AwsServer.start()) {
 *   aws.buckets().put("trail", "AWSLogs/1.json", bytes);
 *   aws.fail(AwsServer.Fault.of("GetObject", 503, "SlowDown"));
 *   ...
 * }
 * }</pre>
 */
@NullMarked
package io.eyrie.testkit.aws;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * The source {@code aws_cloudtrail}: records of AWS CloudTrail, from files as CloudTrail delivers
 * them, out of a {@linkplain io.eyrie.cloudtrail.bucket.Bucket bucket}, or by a {@linkplain
 * io.eyrie.cloudtrail.queue.Queue queue}.
 *
 * <p>{@link io.eyrie.cloudtrail.CloudTrailFields} is the table of fields; what is read is judged by
 * the JSON library.
 */
@NullMarked
package io.eyrie.cloudtrail;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * The source {@code aws_cloudtrail}: records of AWS CloudTrail, read from files as CloudTrail
 * delivers them.
 *
 * <p>{@link io.eyrie.cloudtrail.CloudTrailFields} is the table of fields; all reading is the JSON
 * library's.
 */
@NullMarked
package io.eyrie.cloudtrail;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * Replays of the JSON sources, measured beside plain tokenising of the same bytes.
 *
 * <pre>{@code
 * DrawnLog cloudtrail trail.json 200
 * JsonReplaySpeed cloudtrail trail.json 8 rules/aws_cloudtrail.yaml bench/rules/aws_cloudtrail.yaml
 * }</pre>
 */
@NullMarked
package io.eyrie.bench.json;

import org.jspecify.annotations.NullMarked;

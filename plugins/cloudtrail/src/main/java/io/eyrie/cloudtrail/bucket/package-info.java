// SPDX-License-Identifier: Apache-2.0

/**
 * Buckets as an input: listed by account and region, read side by side, judged in order, and found
 * again after a restart.
 *
 * <p>What lies below one prefix is a {@link io.eyrie.cloudtrail.bucket.Shelf}. Objects appear on it
 * nearly in the order of their times, but not quite, so that a single key does not say how far it
 * was read. Instead each shelf has a line: all before it was read or is not wanted, and of the
 * objects behind it each one that was read has a {@link io.eyrie.api.source.Position}, until the
 * line passes it:
 *
 * <pre>
 * shelf s3://trail/AWSLogs/111122223333/CloudTrail/eu-central-1/  -> 1 1770000000000
 * s3://trail/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/02/02/1111...json.gz -> 1 1770003480000
 * </pre>
 *
 * <p>An object's position is stored with its last alert. One that was being read when the host was
 * killed is read again, and its events have the same identities.
 */
@NullMarked
package io.eyrie.cloudtrail.bucket;

import org.jspecify.annotations.NullMarked;

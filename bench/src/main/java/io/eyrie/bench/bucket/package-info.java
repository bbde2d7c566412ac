// SPDX-License-Identifier: Apache-2.0

/**
 * Measurements of reading buckets, from a server on the loopback that answers as late as S3 does.
 */
@NullMarked
package io.eyrie.bench.bucket;

import org.jspecify.annotations.NullMarked;

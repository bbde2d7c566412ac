// SPDX-License-Identifier: Apache-2.0

/**
 * From a stream of bytes to records: cuts a file or pipe, plain or gzip, into its JSON records and
 * tells where each stands, without parsing them.
 *
 * <p>Understood by content: a record per line, records over several lines, an array of records, and
 * an object that holds such an array under a known key ({@code {"Records": [...]}}). A record has
 * any size up to a cap; only one is in memory.
 *
 * <p>A broken record must not take its neighbours along: {@link
 * io.eyrie.jsonlog.record.RecordReader} says how it finds the next one.
 */
@NullMarked
package io.eyrie.jsonlog.record;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * From records to the sink: when a record happened, what wraps it, how it is known again, and what
 * becomes of one that is no event.
 *
 * <pre>{@code
 * RecordShape shape = new RecordShape(times, embedded, identity, wrappers, false);
 * RecordFeed feed = new RecordFeed(shape, table, facts, context);
 * feed.judge(reader, "/var/log/audit.log", RecordTime.NONE, sink);   // a record of a file
 * feed.body(bytes, "delivery 7", null, now, sink);                   // all records of a request
 * }</pre>
 *
 * <p>An {@link io.eyrie.jsonlog.feed.Input} brings the records: files, requests to a web hook, the
 * pages of an API. All inputs of all sources judge through the one feed of their instance.
 */
@NullMarked
package io.eyrie.jsonlog.feed;

import org.jspecify.annotations.NullMarked;

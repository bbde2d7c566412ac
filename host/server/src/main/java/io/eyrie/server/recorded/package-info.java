// SPDX-License-Identifier: Apache-2.0
/**
 * Plays recorded events to whoever wants to look at each of them: the way of an event without
 * alerts, store and outputs, on the thread of the caller.
 *
 * <pre>{@code
 * RecordedSource source = RecordedSource.find(plugins, "aws_cloudtrail");
 * source.play(List.of("trail.json.gz"), demand, extraction -> (type, time, number) -> look(extraction, type, time), malformed);
 * }</pre>
 */
@NullMarked
package io.eyrie.server.recorded;

import org.jspecify.annotations.NullMarked;

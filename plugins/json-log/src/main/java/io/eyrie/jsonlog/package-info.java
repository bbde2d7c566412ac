// SPDX-License-Identifier: Apache-2.0

/**
 * What every source of JSON records has in common, from bytes to fields.
 *
 * <p>A source is a {@link io.eyrie.jsonlog.source.JsonLog}: a table of {@linkplain
 * io.eyrie.jsonlog.field.JsonField fields}, where the time of a record stands, and what wraps the
 * records. The way of a record:
 *
 * <pre>
 * file, .gz, standard input, request to a web hook, page of an API
 *   -> record.RecordReader    finds where a record may begin; cuts what is no sound one by its braces
 *   -> projection.Projector   one pass over its bytes; keeps where the demanded values stand
 *   -> feed.RecordFeed        finds the real record in its envelope, its time, its identity
 *   -> sink.accept            the rules ask for fields
 *   -> field.Extraction       decodes those values that are really asked for
 * </pre>
 *
 * <p>A library in each plugin jar that embeds it; {@code docs/json-sources.md} shows how to make a
 * source of it.
 */
@NullMarked
package io.eyrie.jsonlog;

import org.jspecify.annotations.NullMarked;

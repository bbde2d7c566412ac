// SPDX-License-Identifier: Apache-2.0

/**
 * The source that reads JSON records from files, folders and standard input, for any plugin that
 * brings a table of fields.
 *
 * <pre>{@code
 * SourceProvider source =
 *     JsonLog.builder("my_log")
 *         .description("What my service did.")
 *         .eventType("entry")
 *         .time("/at")
 *         .fields(List.of(JsonField.text("my.user", "Who did it.", "/user/name")))
 *         .build();
 * }</pre>
 *
 * <p>Files are read one after the other in the order of their names; how far each has come is a
 * {@link io.eyrie.api.source.Position} whose partition is the file's path.
 */
@NullMarked
package io.eyrie.jsonlog.source;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0

/**
 * A JSON source in one piece, for any plugin that brings a table of fields.
 *
 * <pre>{@code
 * SourceProvider source =
 *     JsonLog.builder("my_log")
 *         .description("What my service did.")
 *         .eventType("entry")
 *         .time("/at")
 *         .identity("/id")
 *         .fields(List.of(JsonField.text("my.user", "Who did it.", "/user/name")))
 *         .input(new WebHook(Senders.OPEN))
 *         .build();
 * }</pre>
 *
 * <p>Files are there without being asked for; further inputs are added by kind.
 */
@NullMarked
package io.eyrie.jsonlog.source;

import org.jspecify.annotations.NullMarked;

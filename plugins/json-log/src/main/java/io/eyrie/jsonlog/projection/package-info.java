// SPDX-License-Identifier: Apache-2.0

/**
 * Projection: from the bytes of one JSON record to the few values that rules want, without a tree.
 *
 * <pre>{@code
 * Projector projector = new Projector(List.of(JsonPath.of("/eventName"), JsonPath.of("/userIdentity/arn")));
 * projector.project(bytes, 0, bytes.length);     // one pass, validates the whole record
 * Slots slots = projector.slots();
 * if (slots.present(0)) {
 *   slots.text(0, value);                        // a slice of the record, or decoded when it has escapes
 * }
 * }</pre>
 *
 * <p>The pass notes byte ranges only; texts are decoded and objects compacted when a field is asked
 * for.
 */
@NullMarked
package io.eyrie.jsonlog.projection;

import org.jspecify.annotations.NullMarked;

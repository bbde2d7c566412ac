// SPDX-License-Identifier: Apache-2.0
/**
 * From a match to words: output templates, parsed at load, and the two shapes in which alerts are
 * written.
 *
 * <p>{@link io.eyrie.engine.alert.Template} fills in the fields of a rule's output; {@link
 * io.eyrie.engine.alert.AlertText} writes the line for people, {@link
 * io.eyrie.engine.alert.AlertJson} the one line of JSON. Both are for all alerts, the host's own
 * included, so that each shape exists once.
 */
@NullMarked
package io.eyrie.engine.alert;

import org.jspecify.annotations.NullMarked;

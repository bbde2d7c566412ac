// SPDX-License-Identifier: Apache-2.0
/**
 * From a match to words: output templates, parsed at load, and the ways in which times are written.
 *
 * <p>A {@link io.eyrie.engine.alert.Template} fills in the fields of a rule's output. The whole
 * alert, with its identity and host name, is the host's to make.
 */
@NullMarked
package io.eyrie.engine.alert;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * From the text of a rule file to its raw items.
 *
 * <p>SnakeYAML composes nodes with marks; {@link io.eyrie.engine.rulefile.RuleFileReader} types the
 * scalars itself, so that the difference between YAML 1.1 and 1.2 plays no part, and keeps for each
 * text where its characters stood. Nothing here knows what a condition is.
 */
@NullMarked
package io.eyrie.engine.rulefile;

import org.jspecify.annotations.NullMarked;

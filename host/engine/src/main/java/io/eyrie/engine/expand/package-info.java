// SPDX-License-Identifier: Apache-2.0
/**
 * From the items of all files to rules without macros and lists.
 *
 * <p>{@link io.eyrie.engine.expand.Definitions} gathers items under their names, later ones
 * redefining, appending to or overriding earlier ones; {@link io.eyrie.engine.expand.Expander} then
 * parses the conditions and puts macros and lists in place. It works on trees, never on text: a
 * macro keeps its precedence, a list its words, whatever characters they hold. What may grow
 * (nested lists, macros of macros) is bounded.
 */
@NullMarked
package io.eyrie.engine.expand;

import org.jspecify.annotations.NullMarked;

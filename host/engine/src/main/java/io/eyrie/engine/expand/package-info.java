// SPDX-License-Identifier: Apache-2.0
/**
 * From the items of all files to rules without macros and lists.
 *
 * <p>{@link io.eyrie.engine.expand.Definitions} gathers items under their names, later ones
 * redefining, appending to or overriding earlier ones; {@link io.eyrie.engine.expand.Expander} then
 * parses the conditions and puts macros, lists and the values of exceptions in place. It works on
 * trees, never on text: a macro keeps its precedence, a list its words and an exception its values,
 * whatever characters they hold. A rule's exceptions stay apart from its condition, so that it can
 * be said which of them kept the rule silent. What may grow (nested lists, macros of macros) is
 * bounded.
 */
@NullMarked
package io.eyrie.engine.expand;

import org.jspecify.annotations.NullMarked;

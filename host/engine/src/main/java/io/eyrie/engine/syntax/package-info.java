// SPDX-License-Identifier: Apache-2.0
/**
 * From the text of a condition to its tree.
 *
 * <p>{@link io.eyrie.engine.syntax.ConditionParser} reads the grammar of Falco's conditions. It
 * keeps its own stack, so that no depth of parentheses can overflow the thread's. The tree is made
 * of records that know their place; names are not yet looked up.
 *
 * <pre>{@code
 * Expr tree = ConditionParser.parse(text, diagnostics); // null after a syntax error
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.syntax;

import org.jspecify.annotations.NullMarked;

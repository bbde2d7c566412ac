// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.syntax.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its condition free of names of lists and of macros, those aside that have an error.
 *
 * @param condition null when it can't be looked at further; there are diagnostics then
 */
public record ExpandedRule(RuleDefinition definition, @Nullable Expr condition) {}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.syntax.Expr;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its condition free of macros and names of lists.
 *
 * @param condition null when it has an error, for which there are diagnostics
 */
public record ExpandedRule(RuleDefinition definition, @Nullable Expr condition) {}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.syntax.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule with its condition free of names of lists and of macros, those aside that have an error.
 *
 * @param condition without the exceptions; null when it can't be looked at further, there are
 *     diagnostics then
 * @param exceptions those that except something; the rule holds where its condition does and none
 *     of them does
 */
public record ExpandedRule(
    RuleDefinition definition, @Nullable Expr condition, List<ExpandedException> exceptions) {}

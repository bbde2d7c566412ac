// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.syntax.Expr;
import io.eyrie.engine.syntax.Expr.Literal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All definitions with macros and lists in place.
 *
 * @param rules in their order
 * @param macros the macros that have no error, by name
 * @param lists the words of each list, by name
 * @param usedMacros the names of macros that some condition names
 * @param usedLists the names of lists that some condition, exception or list names
 */
public record Expansion(
    List<ExpandedRule> rules,
    Map<String, Expr> macros,
    Map<String, List<Literal>> lists,
    Set<String> usedMacros,
    Set<String> usedLists) {}

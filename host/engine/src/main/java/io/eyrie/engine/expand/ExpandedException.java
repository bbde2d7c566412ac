// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine.expand;

import io.eyrie.engine.diag.Span;
import io.eyrie.engine.syntax.Expr;

/**
 * An exception with its values in place: the rule keeps silent about events for which it holds.
 *
 * @param name as the rule gives it; two of a rule may share it
 * @param condition free of names of lists and of macros
 * @param span the item that defines it
 */
public record ExpandedException(String name, Expr condition, Span span) {}

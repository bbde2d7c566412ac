// SPDX-License-Identifier: Apache-2.0
/**
 * Finds what is legal in rules but hardly meant: conditions that can never hold, rules that an
 * earlier one takes everything from, comparisons that an absent field makes false.
 *
 * <p>Only what can be shown from the rules themselves is reported; where a check is not sure, it is
 * silent. {@code docs/lint.md} lists the codes.
 *
 * <pre>{@code
 * List<LintFinding> findings = Linter.lint(result, new RuleForest...);
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.lint;

import org.jspecify.annotations.NullMarked;

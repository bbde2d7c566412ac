// SPDX-License-Identifier: Apache-2.0
/**
 * What the engine says to the author of a rule: a code, a place, a message and a hint.
 *
 * <p>Every stage reports into one {@link io.eyrie.engine.diag.Diagnostics} and goes on, so that all
 * problems of all files are seen at once. A {@link io.eyrie.engine.diag.Span} points into the very
 * text of the file, also for a condition that YAML has folded or unescaped, and {@link
 * io.eyrie.engine.diag.CaretRenderer} shows it:
 *
 * <pre>{@code
 * rules.yaml:4:32: error: unknown field 'proc.nme' [LOAD_ERR_COMPILE_CONDITION]
 *   4 |   condition: evt.type=open and proc.nme=cat
 *     |                                ^^^^^^^^
 *   hint: did you mean 'proc.name'?
 * }</pre>
 *
 * <p>A {@link io.eyrie.engine.diag.Trail} tells beside it which items the place is in; it is what
 * {@code eyrie validate --json} prints for scripts that were written for Falco.
 */
@NullMarked
package io.eyrie.engine.diag;

import org.jspecify.annotations.NullMarked;

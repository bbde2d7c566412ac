// SPDX-License-Identifier: Apache-2.0
/**
 * Regular expressions as tables.
 *
 * <p>A pattern of POSIX syntax is read into a {@link io.eyrie.engine.regex.RegexNode}, turned into
 * a nondeterministic automaton (Thompson 1968) and that into a deterministic one whose every state
 * is worked out beforehand (Rabin and Scott 1959). Matching then is one step in a table per
 * character, in time linear in the text and without allocating. Most patterns of rules have few
 * states; those that would have too many, or use what is not read here, have no table, and the
 * caller matches them by other means.
 *
 * <pre>{@code
 * RegexTable table = RegexTable.of("lib[^.]*[.]so"); // null when it would be too large
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.regex;

import org.jspecify.annotations.NullMarked;

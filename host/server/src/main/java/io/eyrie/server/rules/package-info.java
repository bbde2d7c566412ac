// SPDX-License-Identifier: Apache-2.0
/**
 * The rules in force: which files they come from, what came of loading them, and the revision that
 * every alert carries.
 *
 * <p>A {@link io.eyrie.server.rules.RuleBook} is never changed in place. {@link
 * io.eyrie.server.rules.RuleBook#load} gives an {@link io.eyrie.server.rules.RuleEdition} or the
 * problems; the host puts an edition in force once every source has bound it.
 */
@NullMarked
package io.eyrie.server.rules;

import org.jspecify.annotations.NullMarked;

// SPDX-License-Identifier: Apache-2.0
/**
 * From words to typed predicates.
 *
 * <p>{@link io.eyrie.engine.check.Binder} looks up the fields of a condition in the {@link
 * io.eyrie.engine.check.SourceFields} of its source, holds operators against types, and turns
 * literals into values. What comes out is a {@link io.eyrie.engine.check.Condition} over {@link
 * io.eyrie.engine.check.Predicate}s that are equal when they ask the same question, so that later
 * stages can share them between rules.
 */
@NullMarked
package io.eyrie.engine.check;

import org.jspecify.annotations.NullMarked;

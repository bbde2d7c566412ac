// SPDX-License-Identifier: Apache-2.0
/**
 * From the conditions of all rules of a source to one structure that judges them together.
 *
 * <p>Measured in order of gain (see {@code bench/}): a predicate that several rules ask is answered
 * once; all predicates of one kind on one field are answered in one step ({@link
 * io.eyrie.engine.plan.PredicateGroup}: hash tables, radix trees, Aho-Corasick, ranges, network
 * tries), which sets bits of one bitmap of the event; the rules of each event type are specialised
 * for it, {@code evt.type} and fields that the type does not carry decided beforehand; and each
 * rule waits behind an <em>anchor</em>, a rare predicate without which it can't match, so that most
 * rules are never looked at ({@link io.eyrie.engine.plan.TypePlan}) and few fields are fetched.
 * What is left of all conditions are masked comparisons of words of the bitmap ({@link
 * io.eyrie.engine.plan.Programs}).
 *
 * <p>All of it is immutable and shared by all threads; what changes per event is in {@code run}.
 */
@NullMarked
package io.eyrie.engine.plan;

import org.jspecify.annotations.NullMarked;

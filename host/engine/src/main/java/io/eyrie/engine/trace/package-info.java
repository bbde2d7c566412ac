// SPDX-License-Identifier: Apache-2.0
/**
 * Looks into the judgement of single events: which sub-conditions of which rules hold.
 *
 * <p>A {@link io.eyrie.engine.trace.RuleTree} is a rule's condition as its author wrote it, macros
 * by name, exceptions apart. Every comparison in it becomes a small rule of its own, and a {@link
 * io.eyrie.engine.trace.Probe} plans these beside the real rules into one index: the very engine
 * that judges events in production says of each comparison whether it holds, so that an explanation
 * can't disagree with an alert.
 *
 * <pre>{@code
 * Probe probe = Probe.of(fields, rules, trees);
 * ProbeRun run = probe.run(source.bind(probe.index().demand()), settings);
 * Sighting sighting = run.look(eventType, timeNanos, number);   // while the source stands at the event
 * sighting.holds(trees.getFirst().root());
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.trace;

import org.jspecify.annotations.NullMarked;

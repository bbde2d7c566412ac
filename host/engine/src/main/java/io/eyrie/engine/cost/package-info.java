// SPDX-License-Identifier: Apache-2.0
/**
 * Measures what rules cost over recorded events: how often each rule and each comparison is asked
 * and says yes, and how long each takes by itself.
 *
 * <p>Events are copied onto an {@link io.eyrie.engine.cost.EventTape}, so that the very same ones
 * can be judged again and again by one rule, by one comparison, by all rules, and by none, which is
 * what the measuring itself takes.
 *
 * <pre>{@code
 * CostMeter meter = new CostMeter(fields, rules, forest);
 * meter.see(extraction, eventType, timeNanos);              // for each event
 * CostReport report = meter.report(Duration.ofSeconds(5));
 * }</pre>
 */
@NullMarked
package io.eyrie.engine.cost;

import org.jspecify.annotations.NullMarked;

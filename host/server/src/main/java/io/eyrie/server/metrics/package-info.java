// SPDX-License-Identifier: Apache-2.0

/**
 * The one registry of numbers that the host and its plugins count.
 *
 * <p>The host's own metrics are made by name and labels; a plugin instance gets an {@link
 * io.eyrie.server.metrics.InstanceMetrics}, which puts the plugin's name before and the instance's
 * name beside each of its metrics and takes them out again when the instance ends. Counting costs
 * one {@link java.util.concurrent.atomic.LongAdder}; the rest is done when somebody reads.
 *
 * <pre>{@code
 * MetricRegistry registry = new MetricRegistry();
 * LongAdder alerts = registry.counter("alerts", "Alerts stored.", Map.of("rule", "Shell"));
 * alerts.increment();
 * registry.samples();   // eyrie_alerts_total{rule="Shell"} 1
 * }</pre>
 */
@NullMarked
package io.eyrie.server.metrics;

import org.jspecify.annotations.NullMarked;

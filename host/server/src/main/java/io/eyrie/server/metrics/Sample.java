// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.metrics;

import java.util.Map;

/**
 * What one metric says at one moment.
 *
 * @param name with prefix and unit, such as {@code eyrie_alerts_total}
 * @param kind what it counts
 * @param help one sentence
 * @param labels in the order of their names
 * @param value the count or reading, a Long; of a timer the sum in seconds, a Double
 * @param count how many durations a timer was given; 0 for the others
 * @param max the longest of them in seconds; 0 for the others
 */
public record Sample(
    String name,
    MetricKind kind,
    String help,
    Map<String, String> labels,
    Number value,
    long count,
    double max) {}

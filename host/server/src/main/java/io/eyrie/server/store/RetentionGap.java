// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

/**
 * Alerts that the retention removed before an output had read them.
 *
 * @param output the output whose reader it is
 * @param reader the reader's durable name; empty for the place of a push output
 * @param count how many since the last such report
 * @param fromNanos the time of the earliest, nanoseconds since the epoch
 * @param toNanos the time of the latest
 */
public record RetentionGap(
    String output, String reader, long count, long fromNanos, long toNanos) {}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.store;

import io.eyrie.server.alert.AlertRecord;

/**
 * An alert that an output could not deliver and that was set aside.
 *
 * @param number its number among all dead letters
 * @param output the output instance
 * @param alert the alert
 * @param reason why, in the output's words
 * @param sinceNanos when it was set aside, nanoseconds since the epoch
 */
public record DeadLetter(
    long number, String output, AlertRecord alert, String reason, long sinceNanos) {}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

/**
 * An alert that an output refused for good.
 *
 * @param number its number among all dead letters
 * @param output the name of the output instance
 * @param alert the id of the alert
 * @param rule its rule
 * @param time when it was set aside, in ISO 8601
 * @param reason what the output said
 */
public record DeadLetterStatus(
    long number, String output, String alert, String rule, String time, String reason) {}

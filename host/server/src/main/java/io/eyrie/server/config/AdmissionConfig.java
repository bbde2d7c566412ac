// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

/**
 * How many alerts one rule may raise on one instance.
 *
 * @param rate per second, at least 1
 * @param burst at once, at least 1
 */
public record AdmissionConfig(long rate, long burst) {}

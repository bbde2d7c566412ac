// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

/**
 * How a source instance is.
 *
 * @param name the configured name
 * @param plugin the id of its plugin
 * @param source the event source
 * @param state one word, such as {@code running}, {@code waiting}, {@code degraded}, {@code failed}
 * @param reason why it is not simply running, and what to do about it; empty when it is
 * @param events how many it has judged since the start
 * @param lost how many it has reported as lost
 * @param restarts how often it was opened again
 */
public record SourceStatus(
    String name,
    String plugin,
    String source,
    String state,
    String reason,
    long events,
    long lost,
    long restarts) {}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.util.List;

/**
 * How an output instance is.
 *
 * @param name the configured name
 * @param plugin the id of its plugin
 * @param output the output of the plugin
 * @param state one word, such as {@code running}, {@code waiting}, {@code degraded}, {@code failed}
 * @param reason why it is not simply running, and what to do about it; empty when it is
 * @param delivered how many alerts it has delivered since the start
 * @param behind how many stored alerts are still before it; -1 when that is not known
 * @param behindSeconds how long ago the oldest of these was stored
 * @param retried how many batches had to be given again since the start
 * @param suppressed how many alerts were held back and counted since the start
 * @param lost how many the retention took before they were delivered
 * @param deadLetters how many it has refused for good
 * @param endpoints where clients reach a serving output
 */
public record OutputStatus(
    String name,
    String plugin,
    String output,
    String state,
    String reason,
    long delivered,
    long behind,
    long behindSeconds,
    long retried,
    long suppressed,
    long lost,
    long deadLetters,
    List<String> endpoints) {}

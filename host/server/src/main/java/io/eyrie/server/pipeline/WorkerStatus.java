// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import java.util.Map;

/**
 * How one source instance is doing, for {@code eyrie status}.
 *
 * @param instance the configured name
 * @param plugin the id of the plugin that brings the source
 * @param source the name of the event source
 * @param state what the worker is doing
 * @param stalledSeconds how long the present call into the plugin has taken, 0 when less than the
 *     limit
 * @param detail the last failure or the plugin's own word on its health; empty when all is well
 * @param revision the revision of the rules in force; empty before the first
 * @param events events judged since the host started
 * @param alerts alerts raised, folded ones included
 * @param malformed records that were no events, by kind
 * @param lost events that the source could not hand over
 * @param restarts how often the source was opened again
 */
public record WorkerStatus(
    String instance,
    String plugin,
    String source,
    WorkerState state,
    long stalledSeconds,
    String detail,
    String revision,
    long events,
    long alerts,
    Map<String, Long> malformed,
    long lost,
    long restarts) {

  /** Copies the map. */
  public WorkerStatus {
    malformed = Map.copyOf(malformed);
  }
}

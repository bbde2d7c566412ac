// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.engine.plan.RuleIndex;
import java.util.BitSet;

/**
 * What the loaded rules want of one event source.
 *
 * @param revision of the rules; every alert carries it
 * @param index the rules of the source
 */
public record Binding(String revision, RuleIndex index) {

  /** A copy of the event types that some rule may match. */
  BitSet eventTypes() {
    return index.demand().eventTypes();
  }
}

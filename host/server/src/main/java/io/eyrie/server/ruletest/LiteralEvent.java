// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import io.eyrie.api.field.Extraction;
import io.eyrie.api.field.Value;
import io.eyrie.api.source.Demand;
import java.util.Map;

/**
 * An event made of values of fields.
 *
 * @param eventType index of its type in the source's declaration
 * @param timeNanos when it happens, nanoseconds since the epoch
 */
record LiteralEvent(int eventType, long timeNanos, Map<FieldKey, FieldLiteral> fields) {

  /** Gives the values that are demanded; all others are absent. */
  Extraction extraction(Demand demand) {
    return (int index, Value into) -> {
      Demand.Request request = demand.fields().get(index);
      FieldLiteral literal = fields.get(new FieldKey(request.field().name(), request.argument()));
      if (literal != null) {
        literal.into(into);
      }
    };
  }
}

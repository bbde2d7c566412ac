// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.alerts.v1.Gap;
import io.eyrie.alerts.v1.SubscribeResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Prints the steps of a subscription.
 *
 * @param json whether alerts are lines of JSON, and gaps too
 */
record AlertPrinter(Terminal terminal, boolean json) {

  /** Prints an alert or a gap; a heartbeat is silent. */
  void print(SubscribeResponse step) {
    if (step.hasAlert()) {
      terminal.line(json ? step.getAlert().getJson() : step.getAlert().getOutput());
    } else if (step.hasGap()) {
      print(step.getGap());
    }
  }

  private void print(Gap gap) {
    if (json) {
      Map<String, Object> shape = new LinkedHashMap<>();
      if (gap.hasCount()) {
        shape.put("count", gap.getCount());
      }
      shape.put("reason", gap.getReason());
      terminal.line(Json.line(Map.of("gap", shape)));
    } else {
      String count = gap.hasCount() ? Long.toString(gap.getCount()) : "some";
      terminal.remark("eyrie: " + count + " alerts are missing here: " + gap.getReason());
    }
  }
}

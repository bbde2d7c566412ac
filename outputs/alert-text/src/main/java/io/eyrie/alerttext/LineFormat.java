// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerttext;

import io.eyrie.api.alert.Alert;

/**
 * The two ways to write an alert on one line.
 *
 * <p>Alerts carry text of attackers. Whatever a terminal would act on or a reader of lines would
 * take for their end is written as a JSON escape.
 */
public enum LineFormat {
  /** Time, priority and message, escaped as within a JSON string. */
  TEXT {
    @Override
    void append(Alert alert, JsonKeys keys, StringBuilder line) {
      VisibleText.append(alert.output(), true, line);
    }
  },
  /** The alert's JSON; what JSON lets through and terminals act on is escaped too. */
  JSON {
    @Override
    void append(Alert alert, JsonKeys keys, StringBuilder line) {
      VisibleText.append(keys.of(alert), false, line);
    }
  };

  abstract void append(Alert alert, JsonKeys keys, StringBuilder line);
}

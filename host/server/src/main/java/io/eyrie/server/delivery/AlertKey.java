// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.delivery;

import io.eyrie.api.alert.Alert;
import java.util.List;

/**
 * What alerts are told apart by for suppression, groups and order: {@code rule}, {@code priority},
 * {@code source}, {@code hostname}, or the name of a field.
 */
final class AlertKey {

  private AlertKey() {}

  /** The value of one name; empty when the alert has none. */
  static String value(Alert alert, String name) {
    return switch (name) {
      case "rule" -> alert.rule();
      case "priority" -> alert.priority().label();
      case "source" -> alert.source();
      case "hostname" -> alert.hostname();
      default -> {
        String text = AlertSource.text(alert.fields().get(name));
        yield text == null ? "" : text;
      }
    };
  }

  /** The values of all names. */
  static List<String> values(Alert alert, List<String> names) {
    return names.stream().map(name -> value(alert, name)).toList();
  }
}

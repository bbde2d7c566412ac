// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.kafka;

import io.eyrie.api.alert.Alert;
import io.eyrie.api.error.PluginException;
import org.jspecify.annotations.Nullable;

/** What of an alert is the key of its record. Records with the same key keep their order. */
enum RecordKey {
  HOSTNAME {
    @Override
    String of(Alert alert) {
      return alert.hostname();
    }
  },
  RULE {
    @Override
    String of(Alert alert) {
      return alert.rule();
    }
  },
  SOURCE {
    @Override
    String of(Alert alert) {
      return alert.source();
    }
  },
  ID {
    @Override
    String of(Alert alert) {
      return alert.id();
    }
  },
  NONE {
    @Override
    @Nullable String of(Alert alert) {
      return null;
    }
  };

  static RecordKey of(String name) throws PluginException {
    return switch (name) {
      case "hostname" -> HOSTNAME;
      case "rule" -> RULE;
      case "source" -> SOURCE;
      case "id" -> ID;
      case "none" -> NONE;
      default ->
          throw KafkaProvider.invalid(
              "key", "'" + name + "' is none of hostname, rule, source, id, none");
    };
  }

  abstract @Nullable String of(Alert alert);
}

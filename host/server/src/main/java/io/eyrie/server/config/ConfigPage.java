// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import io.eyrie.api.config.ConfigSchema;

/** Writes the tables of {@code docs/configuration.md} from {@link HostKeys}. */
final class ConfigPage {

  private ConfigPage() {}

  static String tables() {
    StringBuilder page = new StringBuilder();
    page.append("## The top level\n\n").append(table(HostKeys.TOP));
    row(page, HostKeys.STATIC_FIELDS, "map", HostKeys.STATIC_FIELDS_DESCRIPTION);
    for (HostKeys.Group group : HostKeys.GROUPS) {
      page.append("\n## `").append(group.name()).append("`\n\n");
      page.append(group.description()).append("\n\n").append(table(group.keys()));
    }
    page.append("\n## Each item of `").append(HostKeys.SELECTION.name()).append("`\n\n");
    page.append(HostKeys.SELECTION.description()).append("\n\n");
    page.append(table(HostKeys.SELECTION.keys()));
    page.append("\n## Each item of `").append(HostKeys.APPEND_OUTPUT.name()).append("`\n\n");
    page.append(HostKeys.APPEND_OUTPUT.description()).append("\n\n");
    page.append(table(HostKeys.APPEND_OUTPUT.keys()));
    row(page, HostKeys.EXTRA_FIELDS, "list", HostKeys.EXTRA_FIELDS_DESCRIPTION);
    row(page, HostKeys.MATCH, "map", HostKeys.MATCH_DESCRIPTION);
    for (HostKeys.Group group : HostKeys.LISTS) {
      page.append("\n## Each item of `").append(group.name()).append("`\n\n");
      page.append(group.description()).append("\n\n").append(table(group.keys()));
      if (group.name().equals(HostKeys.OUTPUT.name())) {
        row(page, HostKeys.CUSTOM_FIELDS, "map", HostKeys.CUSTOM_FIELDS_DESCRIPTION);
        row(page, HostKeys.TEMPLATED_FIELDS, "map", HostKeys.TEMPLATED_FIELDS_DESCRIPTION);
      }
      row(page, HostKeys.CONFIG, "map", HostKeys.CONFIG_DESCRIPTION);
    }
    return page.toString();
  }

  private static void row(StringBuilder page, String key, String type, String description) {
    page.append("| `").append(key).append("` | ").append(type).append(" | | ");
    page.append(description).append(" |\n");
  }

  private static String table(ConfigSchema schema) {
    StringBuilder table =
        new StringBuilder("| key | type | default | meaning |\n|---|---|---|---|\n");
    for (ConfigSchema.Option option : schema.options()) {
      table.append("| `").append(option.key()).append("` | ").append(type(option.type()));
      table.append(" | ");
      table.append(
          option.required()
              ? "required "
              : option.defaultText().map(text -> "`" + text + "` ").orElse(""));
      table.append("| ").append(option.description()).append(" |\n");
    }
    return table.toString();
  }

  private static String type(ConfigSchema.Type type) {
    return switch (type) {
      case TEXT -> "text";
      case SECRET -> "secret text";
      case INTEGER -> "number";
      case BOOLEAN -> "`true`, `false`";
      case DURATION -> "duration";
      case SIZE -> "size";
      case TEXT_LIST -> "list of texts";
    };
  }
}

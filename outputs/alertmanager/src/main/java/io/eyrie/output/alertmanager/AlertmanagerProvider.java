// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.alertmanager;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.httpclient.Credentials;
import io.eyrie.httpclient.HttpOptions;
import io.eyrie.httpclient.NamedTexts;
import io.eyrie.httpclient.Receiver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens the output for the Alertmanagers of one cluster. */
final class AlertmanagerProvider implements OutputProvider {

  private static final String URLS = "urls";
  private static final String EXPIRES = "expires_after";
  private static final String LABELS = "labels";
  private static final String ANNOTATIONS = "annotations";
  private static final String LABEL_FIELDS = "label_fields";
  private static final String SEVERITIES = "severities";

  private static final String PATH = "/api/v2/alerts";

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                URLS,
                ConfigSchema.Type.TEXT_LIST,
                "URLs of the Alertmanagers of a cluster, without /api/v2/alerts; each is sent every"
                    + " alert.")
            .optional(
                EXPIRES,
                ConfigSchema.Type.DURATION,
                "0s",
                "How long after it was sent an alert resolves; 0s leaves that to Alertmanager"
                    + " (resolve_timeout).")
            .optional(
                LABELS, ConfigSchema.Type.TEXT_LIST, "More labels of each alert, as 'name=value'.")
            .optional(
                ANNOTATIONS,
                ConfigSchema.Type.TEXT_LIST,
                "More annotations of each alert, as 'name=value'.")
            .optional(
                LABEL_FIELDS,
                ConfigSchema.Type.TEXT_LIST,
                "Fields that become labels, such as k8s.ns.name, and so part of what makes two"
                    + " alerts the same; all others become annotations.")
            .optional(
                SEVERITIES,
                ConfigSchema.Type.TEXT_LIST,
                "Values of the label severity by priority, as 'error=page'; by default critical for"
                    + " critical and above, warning for error and warning, info below.");
    Credentials.declare(keys);
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "alertmanager";
  }

  @Override
  public String description() {
    return "Posts alerts to the Alertmanager of Prometheus.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    List<Receiver> receivers = new ArrayList<>();
    for (String url : config.texts(URLS)) {
      receivers.add(Receiver.of(URLS, url).at(PATH));
    }
    if (receivers.isEmpty()) {
      throw PluginException.user("config.invalid", URLS + ": names no Alertmanager");
    }
    PostableAlert form =
        new PostableAlert(
            NamedTexts.of(config, LABELS, LabelName.FORM),
            NamedTexts.of(config, ANNOTATIONS, LabelName.FORM),
            config.texts(LABEL_FIELDS),
            severities(config),
            config.duration(EXPIRES));
    return new AlertmanagerOutput(
        receivers,
        form,
        Clock.systemUTC(),
        HttpOptions.sender(config, Credentials.of(config), List.of()),
        context.health());
  }

  private static Map<Priority, String> severities(Config config) throws PluginException {
    Map<Priority, String> severities = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      severities.put(
          priority,
          priority.atLeast(Priority.CRITICAL)
              ? "critical"
              : priority.atLeast(Priority.WARNING) ? "warning" : "info");
    }
    for (Map.Entry<String, String> pair :
        NamedTexts.of(config, SEVERITIES, LabelName.FORM).entrySet()) {
      Optional<Priority> priority = Priority.parse(pair.getKey());
      if (priority.isEmpty()) {
        throw PluginException.user(
            "config.invalid", SEVERITIES + ": '" + pair.getKey() + "' is no priority");
      }
      severities.put(priority.get(), pair.getValue());
    }
    return severities;
  }
}

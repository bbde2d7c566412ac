// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.slack;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.httpclient.Credentials;
import io.eyrie.httpclient.HttpOptions;
import io.eyrie.httpclient.Receiver;
import java.util.List;

/** Opens the output for one web hook. */
final class SlackProvider implements OutputProvider {

  private static final String URL = "webhook_url";
  private static final String CHANNEL = "channel";
  private static final String USERNAME = "username";
  private static final String ICON = "icon_url";
  private static final String FOOTER = "footer";
  private static final String FORMAT = "format";
  private static final String MOST = "alerts_per_message";

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                URL, ConfigSchema.Type.SECRET, "URL of an incoming web hook; a secret by itself.")
            .optional(
                CHANNEL,
                ConfigSchema.Type.TEXT,
                "Channel to post to, where the chat lets a web hook choose it.")
            .optional(USERNAME, ConfigSchema.Type.TEXT, "Name to post as, where it may be chosen.")
            .optional(ICON, ConfigSchema.Type.TEXT, "URL of a picture to post with.")
            .optional(FOOTER, ConfigSchema.Type.TEXT, "Eyrie", "Small text below each alert.")
            .optional(
                FORMAT,
                ConfigSchema.Type.TEXT,
                "all",
                "What of an alert is shown: text, fields, or all.")
            .optional(
                MOST,
                ConfigSchema.Type.INTEGER,
                "10",
                "How many alerts of a batch share a message; 1 to 20.");
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "slack";
  }

  @Override
  public String description() {
    return "Posts alerts to a channel of Slack, or of a chat that takes the same web hook.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    Receiver receiver = Receiver.of(URL, config.text(URL));
    long most = config.integer(MOST);
    if (most < 1 || most > 20) {
      throw PluginException.user("config.invalid", MOST + ": " + most + " is not between 1 and 20");
    }
    SlackMessage form =
        new SlackMessage(
            config.text(CHANNEL),
            config.text(USERNAME),
            config.text(ICON),
            config.text(FOOTER),
            SlackMessage.Shown.of(config.text(FORMAT)));
    return new SlackOutput(
        receiver,
        form,
        Math.toIntExact(most),
        HttpOptions.sender(config, Credentials.anonymous(), List.of(receiver.pathAndQuery())),
        context);
  }
}

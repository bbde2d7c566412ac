// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.api.output.Output;
import io.eyrie.api.output.OutputContext;
import io.eyrie.api.output.OutputProvider;
import io.eyrie.httpclient.Credentials;
import io.eyrie.httpclient.HttpOptions;
import io.eyrie.httpclient.Receiver;
import java.time.Clock;
import java.util.List;

/** Opens the output for one URL. */
final class HttpProvider implements OutputProvider {

  private static final String URL = "url";
  private static final String METHOD = "method";
  private static final String BODY = "body";
  private static final String SIGNATURE = "signature";
  private static final String SECRET = "signing_secret";

  private static final ConfigSchema SCHEMA = schema();

  private static ConfigSchema schema() {
    ConfigSchema.Builder keys =
        ConfigSchema.builder()
            .required(
                URL,
                ConfigSchema.Type.SECRET,
                "Where requests go, http:// or https://; its path and query are never printed.")
            .optional(METHOD, ConfigSchema.Type.TEXT, "POST", "POST or PUT.")
            .optional(
                BODY,
                ConfigSchema.Type.TEXT,
                "alert",
                "What a request holds: alert (one, as JSON), alerts (a JSON array of a batch),"
                    + " lines (a batch, each alert as JSON on a line), cloudevent (one,"
                    + " structured), cloudevent_binary (one, its attributes in headers) or"
                    + " cloudevents (an array of a batch).")
            .optional(
                SIGNATURE,
                ConfigSchema.Type.TEXT,
                "standard",
                "How requests are signed when there is a signing_secret: standard (Standard"
                    + " Webhooks: webhook-id, webhook-timestamp, webhook-signature) or github"
                    + " (X-Hub-Signature-256 over the body).")
            .optional(
                SECRET,
                ConfigSchema.Type.SECRET,
                "Secret for HMAC-SHA256; whsec_ and Base64 for bytes. Without it nothing is"
                    + " signed.");
    Credentials.declare(keys);
    HttpOptions.declare(keys);
    return keys.build();
  }

  @Override
  public String name() {
    return "http";
  }

  @Override
  public String description() {
    return "Sends alerts to a web hook, as JSON or CloudEvents, signed if need be.";
  }

  @Override
  public ConfigSchema config() {
    return SCHEMA;
  }

  @Override
  public Output open(Config config, OutputContext context) throws PluginException {
    Receiver receiver = Receiver.of(URL, config.text(URL));
    String method = config.text(METHOD);
    if (!method.equals("POST") && !method.equals("PUT")) {
      throw PluginException.user(
          "config.invalid", METHOD + ": '" + method + "' is neither POST nor PUT");
    }
    BodyForm form = BodyForm.of(config.text(BODY));
    Signer signer = Signer.of(config.text(SIGNATURE), config.text(SECRET), Clock.systemUTC());
    return new HttpOutput(
        method,
        receiver,
        form,
        signer,
        HttpOptions.sender(
            config, Credentials.of(config), List.of(config.text(SECRET), receiver.pathAndQuery())),
        context);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.jsonlog.poll.Endpoint;
import io.eyrie.jsonlog.poll.Service;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Okta's System Log, by its interface of version 1. */
final class SystemLog implements Service {

  /** The key of the organisation, which fields ask for, too. */
  static final String ORGANIZATION = "organization";

  private static final String API_URL = "api_url";
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9-]*";

  @Override
  public String key() {
    return "api_token";
  }

  @Override
  public void declare(ConfigSchema.Builder keys) {
    keys.optional(
            "api_token",
            ConfigSchema.Type.SECRET,
            "An API token that may read the System Log; chooses asking for it.")
        .optional(
            API_URL,
            ConfigSchema.Type.TEXT,
            "Where the organisation is, if not at https://ORGANIZATION.okta.com.");
  }

  @Override
  public Endpoint endpoint(Config config) throws PluginException {
    String organization = config.text(ORGANIZATION);
    String url = config.text(API_URL);
    if (url.isEmpty() && !organization.matches(NAME)) {
      throw PluginException.user(
          "config.invalid",
          "organization: give what stands before .okta.com, such as example, or an api_url");
    }
    String base =
        Endpoint.base(
            url.isEmpty() ? ORGANIZATION : API_URL,
            url.isEmpty() ? "https://" + organization + ".okta.com" : url);
    String log = base + "/api/v1/logs";
    return new Endpoint(
        log,
        since ->
            URI.create(
                log
                    + "?since="
                    + since.truncatedTo(ChronoUnit.MILLIS)
                    + "&sortOrder=ASCENDING&limit=1000"),
        Map.of(
            "Authorization", "SSWS " + config.text("api_token"),
            "Accept", "application/json",
            "User-Agent", "eyrie"),
        "an owner with the role Report Administrator or Read-only Administrator");
  }
}

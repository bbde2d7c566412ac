// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.api.error.PluginException;
import io.eyrie.jsonlog.poll.Endpoint;
import io.eyrie.jsonlog.poll.Service;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** The audit log of an organisation or enterprise, by GitHub's REST interface. */
final class GitHubAuditLog implements Service {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]*";

  @Override
  public String key() {
    return "token";
  }

  @Override
  public void declare(ConfigSchema.Builder keys) {
    keys.optional(
            "token",
            ConfigSchema.Type.SECRET,
            "A token that may read the audit log (read:audit_log); chooses asking for it.")
        .optional(
            "organization", ConfigSchema.Type.TEXT, "The organisation whose audit log is read.")
        .optional(
            "enterprise",
            ConfigSchema.Type.TEXT,
            "The enterprise whose audit log is read, instead of an organisation's.")
        .optional(
            "api_url",
            ConfigSchema.Type.TEXT,
            "https://api.github.com",
            "Where GitHub's REST interface is; on a server of one's own https://HOST/api/v3.");
  }

  @Override
  public Endpoint endpoint(Config config) throws PluginException {
    String organization = config.text("organization");
    String enterprise = config.text("enterprise");
    if (organization.isEmpty() == enterprise.isEmpty()) {
      throw PluginException.user(
          "config.invalid", "token: give an organization or an enterprise with it");
    }
    String name = organization.isEmpty() ? enterprise : organization;
    if (!name.matches(NAME)) {
      throw PluginException.user(
          "config.invalid",
          "organization: '" + name + "' is no name; write it as in its address at GitHub");
    }
    String log =
        Endpoint.base("api_url", config.text("api_url"))
            + (organization.isEmpty() ? "/enterprises/" : "/orgs/")
            + name
            + "/audit-log";
    return new Endpoint(
        log,
        since ->
            URI.create(
                log
                    + "?include=all&order=asc&per_page=100&phrase="
                    + URLEncoder.encode(
                        "created:>=" + since.truncatedTo(ChronoUnit.SECONDS),
                        StandardCharsets.UTF_8)),
        Map.of(
            "Authorization", "Bearer " + config.text("token"),
            "Accept", "application/vnd.github+json",
            "X-GitHub-Api-Version", "2022-11-28",
            "User-Agent", "eyrie"),
        "the scope read:audit_log, and its owner to be an owner of the organisation");
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A record of GitHub as a plain JSON tree, and what its fields are by that tree: slow, obvious, and
 * without a line in common with the source that is held against it.
 */
record GitHubTree(JsonNode record) {

  private static final Map<String, List<String>> PATHS =
      Map.ofEntries(
          Map.entry("github.type", List.of("/webhook_type")),
          Map.entry("github.action", List.of("/action")),
          Map.entry("github.user", List.of("/sender/login", "/actor")),
          Map.entry("github.repo", List.of("/repository/html_url")),
          Map.entry("github.repo.url", List.of("/repository/html_url")),
          Map.entry("github.repo.description", List.of("/repository/description")),
          Map.entry("github.org", List.of("/organization/login", "/org")),
          Map.entry("github.owner", List.of("/repository/owner/login")),
          Map.entry("github.collaborator.name", List.of("/member/login")),
          Map.entry("github.collaborator.role", List.of("/changes/permission/to")),
          Map.entry("github.webhook.id", List.of("/hook/id")),
          Map.entry("github.webhook.type", List.of("/hook/type")),
          Map.entry("github.workflow.filename", List.of("/workflow/path")),
          Map.entry("github.audit.id", List.of("/_document_id")),
          Map.entry("github.audit.actor_ip", List.of("/actor_ip")),
          Map.entry("github.audit.country", List.of("/actor_location/country_code")),
          Map.entry("github.audit.user", List.of("/user")),
          Map.entry("github.audit.business", List.of("/business")),
          Map.entry("github.audit.operation", List.of("/operation_type")),
          Map.entry("github.audit.access", List.of("/programmatic_access_type")),
          Map.entry("github.audit.token_id", List.of("/token_id")),
          Map.entry("github.audit.user_agent", List.of("/user_agent")),
          Map.entry("github.audit.visibility", List.of("/visibility")),
          Map.entry("github.audit.previous_visibility", List.of("/previous_visibility")),
          Map.entry("github.audit.name", List.of("/name")),
          Map.entry("github.audit.permission", List.of("/permission")),
          Map.entry("github.audit.actor_id", List.of("/actor_id")),
          Map.entry("github.audit.actor_is_bot", List.of("/actor_is_bot")),
          Map.entry("github.audit.user_id", List.of("/user_id")),
          Map.entry("github.audit.org_id", List.of("/org_id")),
          Map.entry("github.audit.repo_id", List.of("/repo_id")),
          Map.entry("github.audit.business_id", List.of("/business_id")),
          Map.entry("github.audit.external_identity", List.of("/external_identity_nameid")),
          Map.entry("github.audit.external_user", List.of("/external_identity_username")),
          Map.entry("github.audit.hashed_token", List.of("/hashed_token")),
          Map.entry("github.audit.token_scopes", List.of("/token_scopes")),
          Map.entry("github.audit.application", List.of("/oauth_application_name")),
          Map.entry("github.audit.integration", List.of("/integration")),
          Map.entry("github.audit.team", List.of("/team", "/data/team")),
          Map.entry("github.audit.hook_id", List.of("/hook_id", "/data/hook_id")),
          Map.entry("github.audit.hook_url", List.of("/config/url")),
          Map.entry("github.audit.hook_insecure", List.of("/config/insecure_ssl")),
          Map.entry("github.audit.active", List.of("/active")),
          Map.entry("github.audit.transport", List.of("/transport_protocol_name")),
          Map.entry("github.audit.request_id", List.of("/request_id")),
          Map.entry("github.audit.branch", List.of("/branch")),
          Map.entry("github.audit.key", List.of("/key")),
          Map.entry("github.audit.title", List.of("/title")),
          Map.entry("github.audit.fingerprint", List.of("/fingerprint")),
          Map.entry("github.audit.read_only", List.of("/read_only")),
          Map.entry("github.audit.old_permission", List.of("/old_permission")),
          Map.entry("github.audit.old_user", List.of("/old_user")),
          Map.entry("github.audit.reason", List.of("/reason", "/explanation")),
          Map.entry("github.audit.alert_number", List.of("/alert_number")),
          Map.entry("github.audit.ghsa_id", List.of("/ghsa_id")));

  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    PATHS.forEach((name, paths) ->
        paths.stream()
            .map(path -> text(record.at(path)))
            .filter(value -> value != null)
            .findFirst()
            .ifPresent(value -> fields.put(name, value)));
    String url = fields.get("github.repo.url");
    String repo = url == null ? text(record.path("repo")) : url.replace("https://github.com/", "");
    if (repo != null) {
      fields.put("github.repo.name", repo);
    }
    JsonNode isPrivate = record.at("/repository/private");
    if (isPrivate.isBoolean()) {
      fields.put("github.repo.public", Boolean.toString(!isPrivate.booleanValue()));
    } else if (record.path("public_repo").isBoolean()) {
      fields.put("github.repo.public", record.path("public_repo").toString());
    }
    for (String key : List.of("added", "modified", "removed")) {
      join(
          fields,
          "github.commit." + key,
          record.path("commits").valueStream().flatMap(commit -> texts(commit.path(key))));
    }
    secrets(fields);
    JsonNode miners = record.at("/workflow_miner_detections/matches");
    if (miners.isArray()) {
      fields.put("github.workflow.has_miners", Boolean.toString(!miners.isEmpty()));
    }
    join(
        fields,
        "github.workflow.miners.type",
        new LinkedHashSet<>(miners.valueStream().flatMap(one -> texts(one.path("type"))).toList())
            .stream());
    List<String> events = texts(record.path("events")).toList();
    if (record.path("events").isArray() && !events.isEmpty()) {
      fields.put("github.audit.events", events.toString());
    }
    return fields;
  }

  private void secrets(Map<String, String> fields) {
    JsonNode files = record.path("files");
    if (files.isMissingNode()) {
      return;
    }
    List<String> names = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    List<String> links = new ArrayList<>();
    for (JsonNode file : files) {
      for (JsonNode match : file.path("matches")) {
        names.add(file.path("name").asString());
        lines.add(String.valueOf(text(match.path("line"))));
        kinds.add(match.path("desc").asString());
        links.add(
            record.at("/repository/html_url").asString("")
                + "/blob/"
                + record.at("/head_commit/id").asString("")
                + "/"
                + file.path("name").asString()
                + "/#L"
                + text(match.path("line")));
      }
    }
    fields.put("github.diff.has_secrets", Boolean.toString(!names.isEmpty()));
    join(fields, "github.diff.committed_secrets.desc", kinds.stream());
    join(fields, "github.diff.committed_secrets.files", names.stream());
    join(fields, "github.diff.committed_secrets.lines", lines.stream());
    join(fields, "github.diff.committed_secrets.links", links.stream());
  }

  private static void join(Map<String, String> fields, String name, Stream<String> values) {
    List<String> all = values.toList();
    if (!all.isEmpty()) {
      fields.put(name, String.join(",", all));
    }
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isArray()
        ? node.valueStream().flatMap(GitHubTree::texts)
        : Stream.ofNullable(text(node));
  }

  private static @Nullable String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? null
        : node.isString() ? node.asString() : node.toString();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import static io.eyrie.jsonlog.field.JsonField.computed;
import static io.eyrie.jsonlog.field.JsonField.text;
import static io.eyrie.jsonlog.field.JsonField.texts;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.eyrie.api.field.Field;
import io.eyrie.api.field.FieldType;
import io.eyrie.api.field.Value;
import io.eyrie.jsonlog.field.JsonField;
import io.eyrie.jsonlog.projection.Elements;
import io.eyrie.jsonlog.projection.JsonKind;
import io.eyrie.jsonlog.projection.Slice;
import io.eyrie.jsonlog.projection.Slots;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The table of the fields of GitHub's records. */
final class GitHubFields {

  private static final byte[] SITE = "https://github.com/".getBytes(US_ASCII);

  private GitHubFields() {}

  static List<JsonField> fields() {
    return Stream.of(event(), commits(), secrets(), workflows(), audit(), details())
        .flatMap(List::stream)
        .toList();
  }

  private static List<JsonField> event() {
    return List.of(
        text("github.type", "Name of the web hook's event, such as push.", "/webhook_type"),
        text("github.action", "What happened, such as created or org.add_member.", "/action"),
        text("github.user", "Who did it.", "/sender/login", "/actor"),
        computed(
            string("github.repo", "Address of the repository.").asDeprecated("use github.repo.url"),
            (slots, at, into) -> slots.text(at[0], into),
            "/repository/html_url"),
        text("github.repo.url", "Address of the repository.", "/repository/html_url"),
        computed(
            "github.repo.name",
            "Repository, as OWNER/NAME.",
            GitHubFields::repositoryName,
            "/repository/html_url",
            "/repo"),
        text(
            "github.repo.description",
            "What the repository says it is.",
            "/repository/description"),
        text("github.org", "Organisation.", "/organization/login", "/org"),
        text("github.owner", "Owner of the repository.", "/repository/owner/login"),
        computed(
            "github.repo.public",
            "true for a public repository, else false.",
            GitHubFields::isPublic,
            "/repository/private",
            "/public_repo"),
        text("github.collaborator.name", "Who was added, changed or removed.", "/member/login"),
        text("github.collaborator.role", "Right that somebody has now.", "/changes/permission/to"),
        text("github.webhook.id", "Id of the web hook that was changed.", "/hook/id"),
        text("github.webhook.type", "Type of the web hook that was changed.", "/hook/type"));
  }

  private static List<JsonField> commits() {
    return List.of(
        joined("github.commit.added", "Files that were added, parted by commas.", "added"),
        joined("github.commit.modified", "Files that were changed, parted by commas.", "modified"),
        joined("github.commit.removed", "Files that were removed, parted by commas.", "removed"));
  }

  private static List<JsonField> secrets() {
    return List.of(
        computed(
            "github.diff.has_secrets",
            "true if the record lists secrets in files, false if it lists files without.",
            (slots, at, into) -> {
              if (slots.present(at[0])) {
                into.set(slots.elements(at[1]).size() > 0 ? "true" : "false");
              }
            },
            "/files",
            "/files/*/matches/*"),
        computed(
            "github.diff.committed_secrets.desc",
            "Kinds of the secrets.",
            GitHubFields::commas,
            "/files/*/matches/*/desc"),
        computed(
            "github.diff.committed_secrets.files",
            "File of each secret.",
            (slots, at, into) -> eachMatch(slots, at, false, into),
            MATCHES),
        computed(
            "github.diff.committed_secrets.lines",
            "Line of each secret.",
            GitHubFields::commas,
            "/files/*/matches/*/line"),
        computed(
            "github.diff.committed_secrets.links",
            "Address of each secret's line.",
            (slots, at, into) -> eachMatch(slots, at, true, into),
            MATCHES));
  }

  private static final String[] MATCHES = {
    "/files/*",
    "/files/*/name",
    "/files/*/matches/*",
    "/files/*/matches/*/line",
    "/repository/html_url",
    "/head_commit/id"
  };

  private static List<JsonField> workflows() {
    return List.of(
        computed(
            "github.workflow.has_miners",
            "true if the record lists miners in the workflow, false if it lists none.",
            (slots, at, into) -> {
              if (slots.kind(at[0]) == JsonKind.ARRAY) {
                into.set(slots.elements(at[1]).size() > 0 ? "true" : "false");
              }
            },
            "/workflow_miner_detections/matches",
            "/workflow_miner_detections/matches/*"),
        computed(
            "github.workflow.miners.type",
            "Kinds of the miners, each once.",
            GitHubFields::distinct,
            "/workflow_miner_detections/matches/*/type"),
        text("github.workflow.filename", "File of the workflow.", "/workflow/path"));
  }

  /** What only records of the audit log have. */
  private static List<JsonField> audit() {
    return List.of(
        text("github.audit.id", "Unique id of the audit record.", "/_document_id"),
        text("github.audit.actor_ip", "Address of who did it.", "/actor_ip"),
        text("github.audit.country", "Country of who did it.", "/actor_location/country_code"),
        text("github.audit.user", "Whom it was done to.", "/user"),
        text("github.audit.business", "Enterprise.", "/business"),
        text("github.audit.operation", "create, modify, remove, access, ...", "/operation_type"),
        text(
            "github.audit.access",
            "Kind of token that was used, such as a personal one.",
            "/programmatic_access_type"),
        text("github.audit.token_id", "Id of the token that was used.", "/token_id"),
        text("github.audit.user_agent", "Program that was used.", "/user_agent"),
        text("github.audit.visibility", "New visibility of the repository.", "/visibility"),
        text(
            "github.audit.previous_visibility",
            "Visibility of the repository before.",
            "/previous_visibility"),
        text("github.audit.name", "Name of what was changed.", "/name"),
        text("github.audit.permission", "Right that was given.", "/permission"),
        texts("github.audit.events", "Events that a web hook is sent.", "/events/*"));
  }

  /** What some actions of the audit log tell beside, by the record's own names. */
  private static List<JsonField> details() {
    return List.of(
        text("github.audit.actor_id", "Id of who did it.", "/actor_id"),
        text("github.audit.actor_is_bot", "true if a bot did it.", "/actor_is_bot"),
        text("github.audit.user_id", "Id of whom it was done to.", "/user_id"),
        text("github.audit.org_id", "Id of the organisation.", "/org_id"),
        text("github.audit.repo_id", "Id of the repository.", "/repo_id"),
        text("github.audit.business_id", "Id of the enterprise.", "/business_id"),
        text(
            "github.audit.external_identity",
            "Name that the identity provider knows who did it by.",
            "/external_identity_nameid"),
        text(
            "github.audit.external_user",
            "User that the identity provider knows who did it by.",
            "/external_identity_username"),
        text("github.audit.hashed_token", "Hash of the token that was used.", "/hashed_token"),
        text("github.audit.token_scopes", "Scopes of the token that was used.", "/token_scopes"),
        text("github.audit.application", "OAuth app that acted.", "/oauth_application_name"),
        text("github.audit.integration", "App that was installed or that acted.", "/integration"),
        text("github.audit.team", "Team.", "/team", "/data/team"),
        text(
            "github.audit.hook_id",
            "Id of the web hook that was changed.",
            "/hook_id",
            "/data/hook_id"),
        text("github.audit.hook_url", "Where a web hook sends to.", "/config/url"),
        text(
            "github.audit.hook_insecure",
            "1 if a web hook takes any certificate.",
            "/config/insecure_ssl"),
        text("github.audit.active", "Whether a web hook is active.", "/active"),
        text(
            "github.audit.transport",
            "Protocol of a git access: http or ssh.",
            "/transport_protocol_name"),
        text("github.audit.request_id", "Id of the request.", "/request_id"),
        text("github.audit.branch", "Branch of a protection.", "/branch"),
        text(
            "github.audit.key",
            "Key that was added, changed or removed, such as a secret's name.",
            "/key"),
        text("github.audit.title", "Title of a key.", "/title"),
        text("github.audit.fingerprint", "Fingerprint of a key.", "/fingerprint"),
        text("github.audit.read_only", "Whether a deploy key may only read.", "/read_only"),
        text("github.audit.old_permission", "Right before.", "/old_permission"),
        text("github.audit.old_user", "Name of the user before.", "/old_user"),
        text("github.audit.reason", "Why it was done.", "/reason", "/explanation"),
        text(
            "github.audit.alert_number", "Number of the alert in its repository.", "/alert_number"),
        text("github.audit.ghsa_id", "Advisory of an alert.", "/ghsa_id"));
  }

  private static Field string(String name, String description) {
    return Field.of(name, FieldType.STRING, description);
  }

  private static JsonField joined(String name, String description, String key) {
    return computed(name, description, GitHubFields::commas, "/commits/*/" + key + "/*");
  }

  /** All values of a path, parted by commas; absent when there are none. */
  private static void commas(Slots slots, int[] at, Value into) {
    Elements values = slots.elements(at[0]);
    if (values.size() == 0) {
      return;
    }
    slots.begin();
    for (int i = 0; i < values.size(); i++) {
      slots.append(i == 0 ? "" : ",");
      slots.append(values, i);
    }
    slots.end().giveTo(into);
  }

  private static void distinct(Slots slots, int[] at, Value into) {
    Elements values = slots.elements(at[0]);
    if (values.size() == 0) {
      return;
    }
    byte[][] texts = new byte[values.size()][];
    for (int i = 0; i < texts.length; i++) {
      Slice text = slots.text(values, i);
      texts[i] = Arrays.copyOfRange(text.array(), text.offset(), text.offset() + text.length());
    }
    slots.begin();
    for (int i = 0; i < texts.length; i++) {
      byte[] text = texts[i];
      if (Stream.of(texts).limit(i).noneMatch(before -> Arrays.equals(before, text))) {
        slots.append(i == 0 ? "" : ",");
        slots.append(text, 0, text.length);
      }
    }
    slots.end().giveTo(into);
  }

  /** The file of each match, or the address of its line. */
  private static void eachMatch(Slots slots, int[] at, boolean links, Value into) {
    Elements files = slots.elements(at[0]);
    Elements names = slots.elements(at[1]);
    Elements matches = slots.elements(at[2]);
    Elements lines = slots.elements(at[3]);
    if (matches.size() == 0 || links && !(slots.present(at[4]) && slots.present(at[5]))) {
      return;
    }
    slots.begin();
    for (int i = 0; i < matches.size(); i++) {
      int file = around(files, matches, i);
      int name = names.firstWithin(files, file, 0);
      int line = lines.firstWithin(matches, i, 0);
      slots.append(i == 0 ? "" : ",");
      if (links) {
        slots.append(at[4]);
        slots.append("/blob/");
        slots.append(at[5]);
        slots.append("/");
      }
      if (name >= 0) {
        slots.append(names, name);
      }
      if (links) {
        slots.append("/#L");
        if (line >= 0) {
          slots.append(lines, line);
        }
      }
    }
    slots.end().giveTo(into);
  }

  private static int around(Elements outer, Elements inner, int index) {
    int found = 0;
    while (!inner.within(index, outer, found)) {
      found++;
    }
    return found;
  }

  private static void repositoryName(Slots slots, int[] at, Value into) {
    if (!slots.present(at[0])) {
      slots.text(at[1], into);
      return;
    }
    Slice url = slots.text(at[0]);
    int cut = url.startsWith(SITE) ? SITE.length : 0;
    into.set(url.array(), url.offset() + cut, url.length() - cut);
  }

  private static void isPublic(Slots slots, int[] at, Value into) {
    if (slots.present(at[0])) {
      into.set(slots.kind(at[0]) == JsonKind.TRUE ? "false" : "true");
    } else if (slots.present(at[1])) {
      into.set(slots.kind(at[1]) == JsonKind.TRUE ? "true" : "false");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GitHubFieldsTest {

  static final ReplayProvider PROVIDER = (ReplayProvider) new GitHubPlugin().sources().getFirst();

  private static final String URL = "'repository':{'html_url':'https://github.com/o/r'}";
  private static final String SECRETS =
      URL
          + ",'head_commit':{'id':'c1'},'files':[{'name':'a','matches':[{'desc':'K','line':3},"
          + "{'desc':'L','line':4}]},{'name':'b','matches':[]},{'name':'d','matches':[{'desc':'K',"
          + "'line':5}]}]";

  @TempDir Path folder;

  static Stream<Arguments> values() {
    return Stream.of(
        row("github.type", "'webhook_type':'push'", "push"),
        row("github.action", "'action':'created'", "created"),
        row("github.user", "'sender':{'login':'ann'}", "ann"),
        row("github.user", "'actor':'bob'", "bob"),
        row("github.user", "'actor':'bob','sender':{'login':'ann'}", "ann"),
        row("github.repo", URL, "https://github.com/o/r"),
        row("github.repo.url", URL, "https://github.com/o/r"),
        row("github.repo.name", URL, "o/r"),
        row("github.repo.name", "'repo':'o/q'", "o/q"),
        row(
            "github.repo.name",
            "'repository':{'html_url':'https://git.example/o/r'}",
            "https://git.example/o/r"),
        row("github.repo.description", "'repository':{'description':'d'}", "d"),
        row("github.org", "'organization':{'login':'o'}", "o"),
        row("github.org", "'org':'p'", "p"),
        row("github.owner", "'repository':{'owner':{'login':'o'}}", "o"),
        row("github.repo.public", "'repository':{'private':false}", "true"),
        row("github.repo.public", "'repository':{'private':true}", "false"),
        row("github.repo.public", "'public_repo':true", "true"),
        row("github.collaborator.name", "'member':{'login':'m'}", "m"),
        row("github.collaborator.role", "'changes':{'permission':{'to':'admin'}}", "admin"),
        row("github.webhook.id", "'hook':{'id':7}", "7"),
        row("github.webhook.type", "'hook':{'type':'Repository'}", "Repository"),
        row("github.commit.added", "'commits':[{'added':['a','b']},{'added':['c']}]", "a,b,c"),
        row("github.commit.modified", "'commits':[{'modified':['a']}]", "a"),
        row("github.commit.removed", "'commits':[{'removed':[]},{'removed':['x']}]", "x"),
        row("github.diff.has_secrets", SECRETS, "true"),
        row("github.diff.has_secrets", "'files':[]", "false"),
        row("github.diff.committed_secrets.desc", SECRETS, "K,L,K"),
        row("github.diff.committed_secrets.files", SECRETS, "a,a,d"),
        row("github.diff.committed_secrets.lines", SECRETS, "3,4,5"),
        row(
            "github.diff.committed_secrets.links",
            SECRETS,
            "https://github.com/o/r/blob/c1/a/#L3,https://github.com/o/r/blob/c1/a/#L4,"
                + "https://github.com/o/r/blob/c1/d/#L5"),
        row("github.workflow.has_miners", "'workflow_miner_detections':{'matches':[{}]}", "true"),
        row("github.workflow.has_miners", "'workflow_miner_detections':{'matches':[]}", "false"),
        row(
            "github.workflow.miners.type",
            "'workflow_miner_detections':{'matches':[{'type':'a'},{'type':'b'},{'type':'a'}]}",
            "a,b"),
        row("github.workflow.filename", "'workflow':{'path':'.github/x.yml'}", ".github/x.yml"),
        row("github.audit.id", "'_document_id':'d-1'", "d-1"),
        row("github.audit.actor_ip", "'actor_ip':'192.0.2.1'", "192.0.2.1"),
        row("github.audit.country", "'actor_location':{'country_code':'CH'}", "CH"),
        row("github.audit.user", "'user':'carl'", "carl"),
        row("github.audit.business", "'business':'b'", "b"),
        row("github.audit.operation", "'operation_type':'create'", "create"),
        row("github.audit.access", "'programmatic_access_type':'OAuth'", "OAuth"),
        row("github.audit.token_id", "'token_id':12", "12"),
        row("github.audit.user_agent", "'user_agent':'git/2'", "git/2"),
        row("github.audit.visibility", "'visibility':'public'", "public"),
        row("github.audit.previous_visibility", "'previous_visibility':'private'", "private"),
        row("github.audit.name", "'name':'n'", "n"),
        row("github.audit.permission", "'permission':'admin'", "admin"),
        row("github.audit.actor_id", "'actor_id':'v'", "v"),
        row("github.audit.actor_is_bot", "'actor_is_bot':'v'", "v"),
        row("github.audit.user_id", "'user_id':'v'", "v"),
        row("github.audit.org_id", "'org_id':'v'", "v"),
        row("github.audit.repo_id", "'repo_id':'v'", "v"),
        row("github.audit.business_id", "'business_id':'v'", "v"),
        row("github.audit.external_identity", "'external_identity_nameid':'v'", "v"),
        row("github.audit.external_user", "'external_identity_username':'v'", "v"),
        row("github.audit.hashed_token", "'hashed_token':'v'", "v"),
        row("github.audit.token_scopes", "'token_scopes':'v'", "v"),
        row("github.audit.application", "'oauth_application_name':'v'", "v"),
        row("github.audit.integration", "'integration':'v'", "v"),
        row("github.audit.team", "'team':'v'", "v"),
        row("github.audit.team", "'data':{'team':'w'}", "w"),
        row("github.audit.team", "'team':'v','data':{'team':'w'}", "v"),
        row("github.audit.hook_id", "'hook_id':'v'", "v"),
        row("github.audit.hook_id", "'data':{'hook_id':'w'}", "w"),
        row("github.audit.hook_id", "'hook_id':'v','data':{'hook_id':'w'}", "v"),
        row("github.audit.hook_url", "'config':{'url':'v'}", "v"),
        row("github.audit.hook_insecure", "'config':{'insecure_ssl':'v'}", "v"),
        row("github.audit.active", "'active':'v'", "v"),
        row("github.audit.transport", "'transport_protocol_name':'v'", "v"),
        row("github.audit.request_id", "'request_id':'v'", "v"),
        row("github.audit.branch", "'branch':'v'", "v"),
        row("github.audit.key", "'key':'v'", "v"),
        row("github.audit.title", "'title':'v'", "v"),
        row("github.audit.fingerprint", "'fingerprint':'v'", "v"),
        row("github.audit.read_only", "'read_only':'v'", "v"),
        row("github.audit.old_permission", "'old_permission':'v'", "v"),
        row("github.audit.old_user", "'old_user':'v'", "v"),
        row("github.audit.reason", "'reason':'v'", "v"),
        row("github.audit.reason", "'explanation':'w'", "w"),
        row("github.audit.reason", "'reason':'v','explanation':'w'", "v"),
        row("github.audit.alert_number", "'alert_number':'v'", "v"),
        row("github.audit.ghsa_id", "'ghsa_id':'v'", "v"),
        row("github.audit.actor_is_bot", "'actor_is_bot':true", "true"),
        row("github.audit.events", "'events':['push','*']", "[push, *]"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void extracts(String field, String members, @Nullable String expected) throws Exception {
    assertThat(only("{'created_at':1700000000000," + members + "}").fields().get(field))
        .isEqualTo(expected);
    assertThat(only("{'@timestamp':1700000000000}").fields().get(field)).isNull();
  }

  @Test
  void everyFieldIsTried() {
    Set<String> tried =
        values()
            .map(row -> String.valueOf(row.get()[0]))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(PROVIDER.declaration().fields())
        .extracting(Field::name)
        .filteredOn(name -> name.startsWith("github."))
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  @Test
  void takesTheTimeOfTheRecordOrThatOfItsFile() throws Exception {
    assertThat(only("{'@timestamp':1700000000123}").timeNanos())
        .isEqualTo(1_700_000_000_123_000_000L);
    assertThat(only("{'created_at':'2022-08-16 16:56:49.309'}").timeNanos())
        .isEqualTo(1_660_669_009_309_000_000L);
    FieldReplay.Event timeless = only("{'action':'opened'}");
    assertThat(timeless.timeNanos())
        .isEqualTo(Files.getLastModifiedTime(folder.resolve("a.json")).toMillis() * 1_000_000);
  }

  @Test
  void declaresItself() {
    assertThat(PROVIDER.declaration().name()).isEqualTo("github");
    assertThat(PROVIDER.declaration().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(PROVIDER.declaration().provides()).containsEntry("github", "0.10.1");
    assertThat(PROVIDER.declaration().fields())
        .allSatisfy(field -> assertThat(field.description()).isNotEmpty());
  }

  private FieldReplay.Event only(String record) throws Exception {
    return FieldReplay.only(PROVIDER, folder, record.replace('\'', '"'), "");
  }

  private static Arguments row(String field, String members, @Nullable String expected) {
    return Arguments.of(field, members, expected);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.okta;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.field.Field;
import io.eyrie.api.source.Delivery;
import io.eyrie.api.source.ReplayProvider;
import io.eyrie.testkit.FieldReplay;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

class OktaFieldsTest {

  static final ReplayProvider PROVIDER = (ReplayProvider) new OktaPlugin().sources().getFirst();

  private static final String TARGETS =
      "'target':[{'type':'User','id':'u1','alternateId':'a@x','displayName':'Ann'},"
          + "{'type':'UserGroup','id':'g1','alternateId':'ga','displayName':'Group'},"
          + "{'type':'AppInstance','id':'i','alternateId':'app','displayName':'App'},"
          + "{'type':'User','id':'u2','alternateId':'b@x','displayName':'Bob'}]";

  @TempDir Path folder;

  static Stream<Arguments> values() {
    Stream<Arguments> plain =
        OktaTree.PATHS.entrySet().stream()
            .filter(entry ->
                !entry.getKey().equals("okta.published")
                    && !entry.getKey().equals("okta.security.asnumber"))
            .map(entry -> row(entry.getKey(), at(entry.getValue(), "'x\\u00e9'"), "xé"));
    return Stream.concat(
        plain,
        Stream.of(
            row("okta.published", "'x':1", "2026-02-02T02:40:00.123Z"),
            row("okta.security.asnumber", at("/securityContext/asNumber", "64512"), "64512"),
            row(
                "okta.client.geo.lon",
                at("/client/geographicalContext/geolocation/lon", "-8.5"),
                "-8.5"),
            row(
                "okta.authentication.step",
                at("/authenticationContext/authenticationStep", "0"),
                "0"),
            row("okta.security.isproxy", at("/securityContext/isProxy", "true"), "true"),
            row("okta.app", at("/debugContext/debugData/requestUri", "'/app/mail/k1/sso'"), "mail"),
            row("okta.app", at("/debugContext/debugData/requestUri", "'/app/mail'"), "mail"),
            row("okta.app", at("/debugContext/debugData/requestUri", "'/api/v1'"), null),
            row("okta.target.user.id", TARGETS, "u2"),
            row("okta.target.user.alternateid", TARGETS, "b@x"),
            row("okta.target.user.name", TARGETS, "Bob"),
            row("okta.target.group.id", TARGETS, "g1"),
            row("okta.target.group.alternateid", TARGETS, "ga"),
            row("okta.target.group.name", TARGETS, "Group"),
            row("okta.target.app.alternateid", TARGETS, "app"),
            row("okta.targets.displayName", TARGETS, "(Ann,Group,App,Bob)"),
            row("okta.targets.displayName[1]", TARGETS, "Group"),
            row("okta.targets.displayName[9]", TARGETS, null),
            row("okta.targets.displayName", "'target':[]", null),
            row("okta.target.ids", TARGETS, "[u1, g1, i, u2]"),
            row("okta.target.types", TARGETS, "[User, UserGroup, AppInstance, User]"),
            row("okta.target.names", TARGETS, "[Ann, Group, App, Bob]"),
            row("okta.target.alternateids", TARGETS, "[a@x, ga, app, b@x]"),
            row("okta.device.managed", "'device':{'managed':true}", "true"),
            row("okta.debugdata", "'debugContext':{'debugData':{'a': [1]}}", "{\"a\":[1]}"),
            row("okta.debugdata", "'debugContext':{'debugData':null}", "null"),
            row(
                "okta.request.ipchain",
                "'request':{'ipChain':[{'ip':'192.0.2.1'}]}",
                "[192.0.2.1]")));
  }

  @ParameterizedTest
  @MethodSource("values")
  void extracts(String field, String members, @Nullable String expected) throws Exception {
    assertThat(only("{'published':'2026-02-02T02:40:00.123Z'," + members + "}", field))
        .isEqualTo(expected);
    if (!field.equals("okta.published")) {
      assertThat(only("{'published':'2026-02-02T02:40:00.123Z'}", field)).isNull();
    }
  }

  @Test
  void countsWhatAUserDeniedLately() throws Exception {
    List<String> records = new ArrayList<>();
    for (int second : new int[] {0, 10, 20, 70}) {
      records.add(mfa("user.mfa.okta_verify.deny_push", "u1", "x", second));
      records.add(mfa("user.mfa.okta_verify.deny_push", "u2", "x", second == 70 ? 0 : second));
    }
    records.add(mfa("user.authentication.auth_via_mfa", "u1", "FAILURE", 71));
    records.add(mfa("user.authentication.auth_via_mfa", "u1", "SUCCESS", 72));
    records.add(mfa("user.session.start", "u1", "FAILURE", 73));
    Path file = Files.write(folder.resolve("a.jsonl"), records);
    for (String field : List.of("okta.mfa.failure.countlast", "okta.mfa.deny.countlast")) {
      assertThat(
              FieldReplay.of(PROVIDER, file, Map.of(field, List.of("60"))).events().stream()
                  .map(event -> event.fields().getOrDefault(field + "[60]", "-")))
          .containsExactly("1", "1", "2", "2", "3", "3", "2", "4", "1", "-", "-");
    }
  }

  @Test
  void everyFieldIsTried() {
    Set<String> tried =
        values()
            .map(row -> String.valueOf(row.get()[0]).replaceFirst("\\[.*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    tried.addAll(List.of("okta.org", "okta.mfa.failure.countlast", "okta.mfa.deny.countlast"));
    assertThat(PROVIDER.declaration().fields())
        .extracting(Field::name)
        .filteredOn(name -> name.startsWith("okta."))
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  @Test
  void declaresItself() {
    assertThat(PROVIDER.declaration().name()).isEqualTo("okta");
    assertThat(PROVIDER.declaration().delivery()).isEqualTo(Delivery.AT_LEAST_ONCE);
    assertThat(PROVIDER.declaration().provides()).containsEntry("okta", "0.12.0");
    assertThat(PROVIDER.declaration().fields())
        .allSatisfy(field -> assertThat(field.description()).endsWith("."));
  }

  private static String mfa(String type, String user, String result, int second) {
    return "{\"published\":\"2026-02-02T02:%02d:%02dZ\",\"eventType\":\"%s\",\"actor\":{\"id\":\"%s\"},\"outcome\":{\"result\":\"%s\"}}"
        .formatted(second / 60, second % 60, type, user, result);
  }

  private @Nullable String only(String record, String field) throws Exception {
    return FieldReplay.only(PROVIDER, folder, record.replace('\'', '"'), field).fields().get(field);
  }

  /** A value at a path, as members of a record. */
  private static String at(String path, String value) {
    String[] keys = path.substring(1).split("/");
    StringBuilder members = new StringBuilder();
    for (String key : keys) {
      members.append(members.isEmpty() ? "" : "{").append('\'').append(key).append("':");
    }
    return members + value + "}".repeat(keys.length - 1);
  }

  private static Arguments row(String field, String members, @Nullable String expected) {
    return Arguments.of(field, members, expected);
  }
}

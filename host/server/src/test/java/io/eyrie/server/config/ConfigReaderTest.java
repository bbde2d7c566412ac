// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.alert.Priority;
import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.engine.OutputAddition;
import io.eyrie.engine.RuleSelection;
import io.eyrie.engine.alert.ValueFormat;
import io.eyrie.engine.run.RuleMatching;
import io.eyrie.server.alert.LineTime;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import io.eyrie.server.delivery.DeliveryPolicy;
import io.eyrie.server.log.LogLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {

  private static final Path GOOD =
      Golden.file("host/server/src/test/resources/io/eyrie/server/config/good.yaml")
          .toAbsolutePath()
          .normalize();

  @TempDir Path folder;

  @Test
  void everyKeyIsRead() throws Exception {
    HostConfig config = read(Optional.of(GOOD));

    assertThat(config.file()).contains(GOOD);
    assertThat(config.home()).isEqualTo(GOOD.resolveSibling("state"));
    assertThat(config.pluginsDir()).isEqualTo(GOOD.resolveSibling("jars"));
    assertThat(config.rulesFiles()).containsExactly(GOOD);
    assertThat(config.selection().entries())
        .extracting(RuleSelection.Entry::enable, RuleSelection.Entry::by, RuleSelection.Entry::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(false, RuleSelection.By.RULE, "*"),
            org.assertj.core.groups.Tuple.tuple(true, RuleSelection.By.RULE, "Shell *"),
            org.assertj.core.groups.Tuple.tuple(true, RuleSelection.By.TAG, "iam"));
    assertThat(config.priority()).isEqualTo(Priority.WARNING);
    assertThat(config.ruleMatching()).isEqualTo(RuleMatching.ALL);
    assertThat(config.watchConfigFiles()).isFalse();
    assertThat(config.logLevel()).isEqualTo(LogLevel.WARNING);
    assertThat(config.lineTime()).isEqualTo(LineTime.ISO_8601);
    assertThat(config.ruleSettings().format()).isEqualTo(ValueFormat.BASE64_BYTES);
    assertThat(config.staticFields())
        .containsExactly(Map.entry("site", "berlin"), Map.entry("day", "monday"));
    OutputAddition first = config.appendOutput().getFirst();
    assertThat(first.source()).contains("syscall");
    assertThat(first.rule()).contains("A rule");
    assertThat(first.tags()).containsExactlyInAnyOrder("a", "b");
    assertThat(first.output().orElseThrow().value()).isEqualTo("on %evt.hostname");
    assertThat(first.suggested()).isTrue();
    assertThat(config.appendOutput().get(1).fields())
        .extracting(field -> field.key().value())
        .containsExactly("evt.num", "where", "when");
    assertThat(config.store()).isEqualTo(new StoreConfig(64L << 20, Duration.ofHours(12)));
    assertThat(config.admission()).isEqualTo(new AdmissionConfig(5, 7));
    assertThat(config.sources())
        .extracting(InstanceConfig::plugin, InstanceConfig::provided, InstanceConfig::name)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "cloudtrail", Optional.of("aws_cloudtrail"), "trail"),
            org.assertj.core.groups.Tuple.tuple("syscall-ebpf", Optional.empty(), "syscall-ebpf"));
    assertThat(config.outputs()).hasSize(1);
  }

  @Test
  void aPluginsKeysAreExpandedAndTyped() throws Exception {
    ConfigSchema schema =
        ConfigSchema.builder()
            .required("path", ConfigSchema.Type.TEXT, "Path.")
            .optional("tags", ConfigSchema.Type.TEXT_LIST, "Tags.")
            .optional("none", ConfigSchema.Type.INTEGER, "3", "Number.")
            .build();

    Config config = read(Optional.of(GOOD)).sources().getFirst().config().check(schema);

    assertThat(config.text("path")).isEqualTo("${HOME}/monday");
    assertThat(config.texts("tags")).containsExactly("a", "monday");
    assertThat(config.integer("none")).isEqualTo(3);
  }

  @Test
  void howAlertsAreSentToAnOutputIsReadBesideItsOwnKeys() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cret\n");
    Path file =
        Files.writeString(
            folder.resolve("eyrie.yaml"),
            """
            outputs:
              - plugin: http
                minimumpriority: warning
                condition: alert.source = syscall and alert.field[proc.name] != cron
                message: "%alert.rule on %alert.hostname"
                customfields: {site: "${DAY}"}
                templatedfields: {who: "%alert.field[user.name]"}
                customtags: [prod]
                bracketreplacer: _
                suppress: {window: 10m, by: [proc.name]}
                group_by: [rule]
                delivery:
                  batchsize: 10
                  flushinterval: 2s
                  maxconcurrentrequests: 4
                  order_by: [source]
                  timeout: 5s
                  rate: 100
                  burst: 50
                  retry_first: 1s
                  retry_longest: 1m
                  retry_tries: 9
                  breaker_failures: 3
                  breaker_pause: 2m
                config: {token: "${file:token}"}
              - plugin: console
            """);

    InstanceConfig http = read(Optional.of(file)).outputs().get(0);
    DeliveryPolicy policy = http.delivery();

    assertThat(policy.shape().minimum()).isEqualTo(Priority.WARNING);
    assertThat(policy.shape().rule()).isPresent();
    assertThat(policy.shape().customFields()).isEqualTo(Map.of("site", "monday"));
    assertThat(policy.shape().customTags()).containsExactly("prod");
    assertThat(policy.shape().bracketReplacer()).contains("_");
    assertThat(policy.suppression())
        .contains(new DeliveryPolicy.Suppression(Duration.ofMinutes(10), List.of("proc.name")));
    assertThat(policy.groupBy()).containsExactly("rule");
    assertThat(policy.pace())
        .isEqualTo(
            new DeliveryPolicy.Pace(
                10, Duration.ofSeconds(2), 4, List.of("source"), Duration.ofSeconds(5), 100, 50));
    assertThat(policy.retry())
        .isEqualTo(
            new DeliveryPolicy.Retry(
                Duration.ofSeconds(1), Duration.ofMinutes(1), 9, 3, Duration.ofMinutes(2)));
    ConfigSchema schema =
        ConfigSchema.builder().required("token", ConfigSchema.Type.SECRET, "Token.").build();
    assertThat(http.config().check(schema).text("token")).isEqualTo("s3cret");
    assertThat(http.toString()).doesNotContain("s3cret");
    assertThat(read(Optional.of(file)).outputs().get(1).delivery())
        .isEqualTo(DeliveryPolicy.DEFAULT);
    assertThat(read(Optional.of(file)).outputs().get(0).saysTheSame(http)).isTrue();
    assertThat(
            read(Optional.of(file), "outputs[0].condition=alert.source = okta")
                .outputs()
                .get(0)
                .saysTheSame(http))
        .isFalse();
  }

  @Test
  void anEmptyFileAndNoFileGiveTheDefaults() throws Exception {
    Path empty = Files.writeString(folder.resolve("eyrie.yaml"), "# nothing\n");
    Files.createDirectory(folder.resolve("rules"));

    HostConfig config = read(Optional.of(empty));

    assertThat(read(Optional.empty()))
        .isEqualTo(
            new HostConfig(
                Optional.empty(),
                config.home(),
                config.pluginsDir(),
                config.rulesFiles(),
                RuleSelection.NONE,
                config.sources(),
                config.outputs(),
                config.store(),
                config.admission(),
                new CaptureConfig(
                    false,
                    config.home().resolve("captures/eyrie"),
                    false,
                    Duration.ofSeconds(5),
                    1L << 30,
                    32),
                config.priority(),
                config.ruleMatching(),
                Map.of(),
                List.of(),
                false,
                LineTime.CLOCK,
                config.watchConfigFiles(),
                true,
                config.logLevel()));
    assertThat(config.home()).isEqualTo(Path.of("/home/u/.local/state/eyrie"));
    assertThat(config.pluginsDir()).isEqualTo(folder.resolve("plugins"));
    assertThat(config.rulesFiles()).containsExactly(folder.resolve("rules"));
    assertThat(config.priority()).isEqualTo(Priority.DEBUG);
    assertThat(config.ruleMatching()).isEqualTo(RuleMatching.FIRST);
    assertThat(config.store()).isEqualTo(new StoreConfig(1L << 30, Duration.ofDays(30)));
    assertThat(config.admission()).isEqualTo(new AdmissionConfig(1000, 10_000));
    assertThat(config.watchConfigFiles()).isTrue();
  }

  @Test
  void overridesAreAppliedInTheirOrder() throws Exception {
    HostConfig config =
        read(
            Optional.of(GOOD),
            "priority=error",
            "priority=notice",
            "sources[0].name=first",
            "sources[]={plugin: okta, config: {organization: acme}}",
            "outputs[]=",
            "outputs[1].plugin=grpc",
            "outputs[1].config.a\\.b=x=y",
            "store.max_age=1d",
            "home=here");

    assertThat(config.priority()).isEqualTo(Priority.NOTICE);
    assertThat(config.sources())
        .extracting(InstanceConfig::name)
        .containsExactly("first", "syscall-ebpf", "okta");
    assertThat(config.outputs())
        .extracting(InstanceConfig::plugin)
        .containsExactly("console", "grpc");
    assertThat(config.outputs().get(1).config()).hasToString("grpc[a.b]");
    assertThat(config.store().maxAge()).isEqualTo(Duration.ofDays(1));
    assertThat(config.home())
        .as("what is typed is relative to where it is typed")
        .isEqualTo(folder.resolve("here"));
  }

  @Test
  void anOverrideMendsAMistakeOfTheFile() throws Exception {
    Path file = Files.writeString(folder.resolve("eyrie.yaml"), "home: ${NOT_SET}\n");

    assertThat(read(Optional.of(file), "home=/x").home()).isEqualTo(Path.of("/x"));
  }

  @Test
  void homesDifferByUser() {
    Surroundings root = new Surroundings(folder, folder, Map.of("HOME", "/root"), "root");
    Surroundings state =
        new Surroundings(folder, folder, Map.of("XDG_STATE_HOME", "/s", "HOME", "/h"), "u");

    assertThat(root.defaultHome()).isEqualTo(Path.of("/var/lib/eyrie"));
    assertThat(state.defaultHome()).isEqualTo(Path.of("/s/eyrie"));
  }

  @Test
  void instancesAreEqualWhenTheySayTheSame() throws Exception {
    Path moved = Files.writeString(folder.resolve("moved.yaml"), "\n\n" + Files.readString(GOOD));
    Files.copy(GOOD, folder.resolve("good.yaml"));

    PluginConfig one = read(Optional.of(GOOD)).sources().getFirst().config();
    PluginConfig same = read(Optional.of(moved)).sources().getFirst().config();
    PluginConfig other =
        read(Optional.of(moved), "sources[0].config.path=/y").sources().getFirst().config();

    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
  }

  private HostConfig read(Optional<Path> file, String... overrides) throws ConfigException {
    return ConfigReader.read(
        new ConfigRequest(
            file,
            List.of(overrides),
            List.of(),
            new Surroundings(folder, folder, Map.of("DAY", "monday", "HOME", "/home/u"), "u")));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eyrie.api.config.Config;
import io.eyrie.api.config.ConfigSchema;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigMistakesTest {

  private static final Path MISTAKES =
      Golden.file("host/server/src/test/resources/io/eyrie/server/config/mistakes")
          .toAbsolutePath()
          .normalize();

  @TempDir Path folder;

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(MISTAKES)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyMistakeIsToldWithPlaceReasonAndRemedy(Path file) throws IOException {
    ConfigException told = refused(Optional.of(file), List.of(), List.of());

    assertThat(told.problems())
        .allSatisfy(problem -> assertThat(problem.hint()).as(problem.summary()).isNotBlank());
    Golden.check(
        Path.of(file.toString().replace(".yaml", ".txt")),
        told.render().replace(MISTAKES + "/", "/etc/eyrie/"));
  }

  @Test
  void overridesNameTheirKey() throws IOException {
    ConfigException told =
        refused(
            Optional.of(MISTAKES.resolveSibling("good.yaml")),
            List.of(
                "priority",
                "=x",
                "priority=worning",
                "store.max_size.x=1",
                "sources.name=x",
                "sources[9].name=x",
                "sources[x].name=y",
                "sources[0=y",
                "sources[0]name=y",
                "store..max_age=1d",
                "home[]=x",
                "stroe.max_age=1d",
                "store={max_age: 1d",
                "sources[]={name: no-plugin}",
                "outputs[0].config.path=${NOT_SET}",
                "log_level\\=loud"),
            List.of());

    Golden.check(MISTAKES.resolve("options.txt"), told.render());
  }

  @Test
  void rulesOfTheCommandLineAreLookedFor() throws IOException {
    ConfigException told = refused(Optional.empty(), List.of(), List.of("no-such.yaml"));

    Golden.check(
        MISTAKES.resolve("rules-option.txt"), told.render().replace(folder.toString(), "/work"));
  }

  @Test
  void aMissingFileAFolderAndWhatIsNoTextAreToldWithoutTheRest() throws IOException {
    Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0, 1});
    Path control = Files.writeString(folder.resolve("control.yaml"), "home: a\u0001b\n");
    Path large = Files.write(folder.resolve("large.yaml"), new byte[(1 << 20) + 1]);
    StringBuilder told = new StringBuilder();
    for (Path file :
        List.of(
            folder.resolve("none.yaml"),
            folder.resolve("no/such"),
            folder,
            binary,
            control,
            large)) {
      told.append(refused(Optional.of(file), List.of("priority=x"), List.of()).render());
    }

    Golden.check(
        MISTAKES.resolve("files.txt"), told.toString().replace(folder.toString(), "/etc/eyrie"));
  }

  @Test
  void aFileThatMayNotBeReadIsToldWithTheUser() throws IOException {
    Path file = Files.writeString(folder.resolve("closed.yaml"), "");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(file), "root reads every file");

    assertThat(refused(Optional.of(file), List.of(), List.of()).render())
        .contains("can't be read by user");
  }

  @Test
  void hostileFilesAreRefusedInFewWords() throws Exception {
    StringBuilder doubling = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      doubling.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    for (String text :
        List.of(
            doubling.toString(),
            "sources: " + "[".repeat(10_000) + "]".repeat(10_000),
            "sources: " + "{a: ".repeat(10_000),
            "rules_files: " + "[x, ".repeat(10_000),
            "x".repeat(10_000_000) + ": y\n",
            "priority: " + "x".repeat(10_000_000) + "\n",
            "priority: '" + "${X}".repeat(2_500_000) + "'\n",
            "append_output: [" + "{extra_output: [x]}, ".repeat(200_000) + "]\n")) {
      Path file = Files.writeString(folder.resolve("eyrie.yaml"), text);
      ConfigException told = refused(Optional.of(file), List.of(), List.of());
      assertThat(told.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(51);
    }
  }

  @Test
  void aPluginsKeysAreCheckedInTheSameStyle() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("eyrie.yaml"),
            """
            outputs:
              - plugin: grpc
                config:
                  adress: 127.0.0.1:7411
                  clients: many
                  token: [a, b]
                  tokn: {token: hidden}
                  tags: [a, {b: c}]
              - plugin: grpc
                name: flow
                config: {address: x, token: s3cret, unknown: y}
            """);
    ConfigSchema schema =
        ConfigSchema.builder()
            .required("address", ConfigSchema.Type.TEXT, "Where to listen.")
            .optional("clients", ConfigSchema.Type.INTEGER, "100", "How many clients at most.")
            .optional("token", ConfigSchema.Type.SECRET, "What clients have to show.")
            .optional("tags", ConfigSchema.Type.TEXT_LIST, "Tags to serve.")
            .build();
    HostConfig config = ConfigReader.read(request(Optional.of(file), List.of(), List.of()));
    StringBuilder told = new StringBuilder();
    for (InstanceConfig output : config.outputs()) {
      told.append(
          catchThrowableOfType(ConfigException.class, () -> output.config().check(schema))
              .render());
      told.append(output.unknownPlugin(List.of("gprc", "console")).render());
      told.append(output.unknownPlugin(List.of()).render());
      told.append(output.unknownPlugin(List.of("console", output.plugin())).render());
      told.append(output.notProvided("output", List.of("grpc", "web")).render());
      told.append(output.notProvided("output", List.of()).render());
    }

    assertThat(told.toString()).doesNotContain("s3cret");
    Golden.check(
        MISTAKES.resolve("plugin-keys.txt"),
        told.toString().replace(folder.toString(), "/etc/eyrie"));
  }

  @Test
  void keysOfMapsInAPluginsMapAreCheckedToo() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("eyrie.yaml"),
            """
            outputs:
              - plugin: grpc
                config:
                  engines: {docker: {enabled: false, sockets: [/a, /b]}, podman: }
              - plugin: grpc
                name: wrong
                config:
                  engines:
                    docker: {enabld: false, sockets: {a: b}}
                    podman: yes
            """);
    ConfigSchema schema =
        ConfigSchema.builder()
            .optional("engines.docker.enabled", ConfigSchema.Type.BOOLEAN, "true", "Asked?")
            .optional("engines.docker.sockets", ConfigSchema.Type.TEXT_LIST, "Where.")
            .optional("engines.podman.enabled", ConfigSchema.Type.BOOLEAN, "true", "Asked?")
            .build();
    HostConfig config = ConfigReader.read(request(Optional.of(file), List.of(), List.of()));

    Config good = config.outputs().getFirst().config().check(schema);
    assertThat(good.bool("engines.docker.enabled")).isFalse();
    assertThat(good.texts("engines.docker.sockets")).containsExactly("/a", "/b");
    assertThat(good.bool("engines.podman.enabled")).isTrue();
    ConfigException told =
        catchThrowableOfType(
            ConfigException.class, () -> config.outputs().getLast().config().check(schema));
    assertThat(told.render())
        .contains("'engines.docker.enabld'", "'engines.docker.enabled'")
        .contains("'engines.docker.sockets' takes a list of texts, not a map")
        .contains("'engines.podman'");
  }

  private ConfigException refused(Optional<Path> file, List<String> overrides, List<String> rules) {
    ConfigException told =
        catchThrowableOfType(
            ConfigException.class, () -> ConfigReader.read(request(file, overrides, rules)));
    assertThat(told).as("a refusal").isNotNull();
    assertThat(told.render().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(64 * 1024);
    return told;
  }

  private ConfigRequest request(Optional<Path> file, List<String> overrides, List<String> rules) {
    return new ConfigRequest(
        file,
        overrides,
        rules,
        new Surroundings(folder, folder, Map.of("EYRIE_HOME", "/x", "DAY", "1"), "root"));
  }
}

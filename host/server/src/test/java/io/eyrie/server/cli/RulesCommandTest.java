// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.server.config.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class RulesCommandTest {

  private static final Path GOLDEN =
      Golden.file("host/server/src/test/resources/io/eyrie/server/cli/rules")
          .toAbsolutePath()
          .normalize();

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Path catalogue = Files.createDirectory(folder.resolve("catalogue"));
    for (String source : List.of("syscall.json", "k8s_audit.json")) {
      Files.copy(
          GOLDEN.resolveSibling("validate/catalogue").resolve(source), catalogue.resolve(source));
    }
    Files.copy(GOLDEN.resolve("rules.yaml"), folder.resolve("rules.yaml"));
    Files.writeString(
        folder.resolve("eyrie.yaml"),
        """
        home: home
        rules_files: rules.yaml
        rules:
          - disable: {rule: "*"}
          - enable: {tag: shel}
          - enable: {rule: "Shell *"}
        """);
  }

  @Test
  void rulesMacrosAndListsAreListed() throws IOException {
    Typed typed = Typed.in(folder, "rules", "rules.yaml");

    assertThat(typed.exit()).as(typed.err()).isZero();
    Golden.check(GOLDEN.resolve("listing.txt"), typed.out());
  }

  @Test
  void oneRuleIsToldInFull() throws IOException {
    Typed typed = Typed.in(folder, "rules", "--rule", "Shell opened a file", "rules.yaml");

    assertThat(typed.exit()).as(typed.err()).isZero();
    Golden.check(GOLDEN.resolve("rule.txt"), typed.out());
    assertThat(Typed.in(folder, "rules", "--rule", "Shell opens a file", "rules.yaml").err())
        .contains("there is no rule 'Shell opens a file'; did you mean 'Shell opened a file'?");
  }

  @Test
  void programsGetFalcosShape() throws IOException {
    Typed typed = Typed.in(folder, "rules", "--json", "rules.yaml");

    assertThat(typed.exit()).as(typed.err()).isZero();
    Golden.check(
        GOLDEN.resolve("rules.json"),
        MAPPER.writeValueAsString(MAPPER.readTree(typed.out())) + "\n");
  }

  @Test
  void theConfigurationSelects() {
    Typed typed = Typed.in(folder, "rules");

    assertThat(typed.exit()).as(typed.err()).isZero();
    assertThat(typed.out())
        .containsPattern("Shell opened a file +syscall +Notice +active")
        .containsPattern("Anything else +syscall +Warning +off")
        .containsPattern("Secret read +aws_cloudtrail +Critical +off");
    assertThat(typed.err())
        .contains(
            "eyrie.yaml:5:19: warning: no rule has the tag 'shel' [LOAD_UNMATCHED_SELECTION]",
            "did you mean 'shell'?");
  }

  @Test
  void wrongRulesAreRefused() throws IOException {
    Files.writeString(folder.resolve("bad.yaml"), "- rule: x\n");
    Typed typed = Typed.in(folder, "rules", "bad.yaml");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.out()).isEmpty();
    assertThat(typed.err()).startsWith("bad.yaml: Invalid\nbad.yaml:1:3: error:");
  }
}

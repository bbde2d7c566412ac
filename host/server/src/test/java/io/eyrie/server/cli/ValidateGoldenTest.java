// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.engine.diag.Code;
import io.eyrie.server.config.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * For each code a file that gives it, and what {@code eyrie validate} says of it, word for word.
 */
@Timeout(60)
class ValidateGoldenTest {

  private static final Path CASES =
      Golden.file("host/server/src/test/resources/io/eyrie/server/cli/validate")
          .toAbsolutePath()
          .normalize();

  /** A file of its own would be of no use for these. */
  private static final Set<Code> ELSEWHERE =
      EnumSet.of(Code.LOAD_ERR_FILE_READ, Code.LOAD_UNMATCHED_SELECTION);

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @TempDir Path folder;

  static List<Code> codes() {
    return Arrays.stream(Code.values()).filter(code -> !ELSEWHERE.contains(code)).toList();
  }

  @BeforeEach
  void install() throws IOException {
    Files.writeString(folder.resolve("eyrie.yaml"), "home: home\n");
    Path catalogue = Files.createDirectory(folder.resolve("catalogue"));
    for (String source : List.of("syscall.json", "k8s_audit.json")) {
      Files.copy(CASES.resolve("catalogue").resolve(source), catalogue.resolve(source));
    }
  }

  @ParameterizedTest
  @MethodSource("codes")
  void everyCodeIsTold(Code code) throws IOException {
    String file = code + ".yaml";
    Files.copy(CASES.resolve(file), folder.resolve(file));
    check(code, file);
  }

  @Test
  void aFileThatIsNotThereIsTold() throws IOException {
    check(Code.LOAD_ERR_FILE_READ, "none.yaml");
  }

  private void check(Code code, String file) throws IOException {
    Typed text = Typed.in(folder, "validate", file);
    Typed json = Typed.in(folder, "validate", "--json", file);

    assertThat(text.out()).contains("[" + code + "]");
    assertThat(text.exit()).isEqualTo(code.name().startsWith("LOAD_ERR") ? 1 : 0);
    assertThat(json.exit()).isEqualTo(text.exit());
    Golden.check(CASES.resolve(code + ".txt"), text.out() + text.err());
    JsonNode tree = MAPPER.readTree(json.out());
    Golden.check(CASES.resolve(code + ".json"), MAPPER.writeValueAsString(tree) + "\n");
  }

  @Test
  void aBrokenCatalogueIsNamed() throws IOException {
    Files.writeString(folder.resolve("catalogue/okta.json"), "{\"source\": 3}");
    Typed typed = Typed.in(folder, "validate", "none.yaml");

    assertThat(typed.exit()).isEqualTo(1);
    assertThat(typed.err())
        .contains("/work/catalogue/okta.json is no catalogue of a source", "eyrie fields --export")
        .doesNotContain("\tat ");
  }
}

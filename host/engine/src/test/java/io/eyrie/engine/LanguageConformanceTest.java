// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.eyrie.engine.diag.CaretRenderer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules by which the C++ engine's matches and outputs were recorded compile here too. */
@Tag("conformance")
class LanguageConformanceTest {
  @ParameterizedTest
  @ValueSource(strings = {"conditions.yaml", "outputs.yaml"})
  void theRecordedRulesCompile(String file) {
    String shared = System.getProperty("eyrie.shared", "");
    assumeTrue(!shared.isEmpty(), "-Dshared=FOLDER names no reference data");
    Path path =
        Path.of(System.getProperty("eyrie.root", "."))
            .resolve(shared)
            .resolve("data/language")
            .resolve(file);
    LoadResult result =
        new RuleCompiler(List.of(TestCatalogue.source("syscall"))).load(List.of(path));
    assertThat(result.errors().stream().map(CaretRenderer::render)).isEmpty();
    assertThat(result.rules().orElseThrow().rules()).hasSizeGreaterThan(20);
  }
}

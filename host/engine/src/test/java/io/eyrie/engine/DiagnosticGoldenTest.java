// SPDX-License-Identifier: Apache-2.0
package io.eyrie.engine;

import io.eyrie.engine.diag.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What people read when a rule file is wrong, word for word. */
class DiagnosticGoldenTest {
  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(DiagnosticGoldenTest.class.getResourceAsStream(name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void allProblemsOfAllFilesAtOnce() throws IOException {
    RuleCompiler compiler = new RuleCompiler(List.of(TestSource.DECLARATION));
    LoadResult result =
        compiler.compile(
            List.of(
                new SourceText("structure.yaml", resource("golden/structure.yaml")),
                new SourceText("meaning.yaml", resource("golden/meaning.yaml")),
                new SourceText("broken.yaml", resource("golden/broken.yaml"))));
    Golden.check("golden/expected.txt", TestSource.rendered(result));
  }
}

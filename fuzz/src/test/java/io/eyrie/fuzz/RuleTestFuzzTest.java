// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.eyrie.engine.RuleSettings;
import io.eyrie.server.ruletest.TestReport;
import io.eyrie.server.ruletest.TestRunner;
import io.eyrie.server.ruletest.TestSelection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Any text as a file of rule tests. */
class RuleTestFuzzTest {

  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("eyrie-fuzz-");
      folder.toFile().deleteOnExit();
      Path rules = folder.resolve("r.yaml");
      rules.toFile().deleteOnExit();
      folder.resolve("r.test.yaml").toFile().deleteOnExit();
      Files.writeString(rules, "- macro: m\n  condition: evt.num=1\n");
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DictionaryEntries({
    "rules: [r.yaml]\\x0A",
    "source: things\\x0A",
    "matching: all\\x0A",
    "defaults:\\x0A",
    "tests:\\x0A",
    "- test: t\\x0A",
    "  rule: r\\x0A",
    "  event: {",
    "  events:\\x0A",
    "  - type: open\\x0A",
    "    time: ",
    "    json: {",
    "    file: ",
    "  expect:\\x0A",
    "  - rule: r\\x0A",
    "    message: ",
    "    fields: {",
    "  expect: none\\x0A",
    "t.names: [",
    "2026-01-01T00:00:00Z",
    "&a ",
    "*a",
    "<<: "
  })
  @FuzzTest
  void ruleTests(byte[] data) throws IOException, InterruptedException {
    Path file = FOLDER.resolve("r.test.yaml");
    Files.write(file, data);
    TestReport report =
        new TestRunner(List.of(), RuleSettings.NONE, FOLDER)
            .run(Map.of("r.test.yaml", file), TestSelection.all());
    if (report.files().size() != 1) {
      throw new AssertionError("not one report for one file");
    }
  }
}

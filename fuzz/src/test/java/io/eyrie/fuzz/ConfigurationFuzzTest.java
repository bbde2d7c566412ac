// SPDX-License-Identifier: Apache-2.0
package io.eyrie.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.ConfigReader;
import io.eyrie.server.config.ConfigRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Any text as {@code eyrie.yaml}, and as the value of {@code -o}. The first line is the option. */
class ConfigurationFuzzTest {

  private static final Path FOLDER = folder();

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("eyrie-fuzz-");
      folder.toFile().deleteOnExit();
      folder.resolve("eyrie.yaml").toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DictionaryEntries({
    "home: ",
    "plugins_dir: ",
    "rules_files: ",
    "priority: ",
    "rule_matching: ",
    "sources:\\x0A",
    "outputs:\\x0A",
    "- plugin: p\\x0A",
    "  name: n\\x0A",
    "  config: {",
    "store: {",
    "max_size: 1GiB",
    "max_age: 30d",
    "admission: {rate: 1, burst: 1}\\x0A",
    "rules:\\x0A",
    "- enable: {rule: r}\\x0A",
    "- disable: {tag: t}\\x0A",
    "${",
    "${A:-b}",
    "$${",
    "&a ",
    "*a",
    "<<: ",
    "watch_config_files: ",
    "append_output:\\x0A",
    "- match: {rule: r, source: s, tags: [t]}\\x0A",
    "  extra_output: ",
    "  extra_fields: [",
    "  suggested_output: true\\x0A",
    "static_fields: {"
  })
  @FuzzTest
  void configuration(byte[] data) throws IOException {
    int end = Things.firstLine(data);
    String option = Things.text(Arrays.copyOf(data, end));
    byte[] text = Arrays.copyOfRange(data, Math.min(end + 1, data.length), data.length);
    Path file = FOLDER.resolve("eyrie.yaml");
    Files.write(file, text);
    ConfigRequest request =
        new ConfigRequest(
            Optional.of(file),
            option.isEmpty() ? List.of() : List.of(option),
            List.of(),
            new ConfigRequest.Surroundings(FOLDER, FOLDER, Map.of("A", "a"), "nobody"));
    try {
      ConfigReader.read(request);
    } catch (ConfigException e) {
      if (e.problems().isEmpty() || e.render().isBlank()) {
        throw new AssertionError("refused without a reason", e);
      }
    }
  }
}

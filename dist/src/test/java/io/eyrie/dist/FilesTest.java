// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every file of the repository has to say or must not say. */
final class FilesTest {

  private static final Set<String> CARRIERS =
      Set.of("java", "c", "h", "proto", "xml", "yaml", "yml", "sh", "py", "properties");

  @Test
  void everyFileThatCanCarryItSaysItsLicence() {
    List<Path> carriers =
        Repository.files().stream()
            .filter(file -> CARRIERS.contains(extension(file)) || script(file))
            .filter(file -> !file.toString().contains("src/test/resources"))
            .toList();

    assertThat(carriers).as("files looked at").hasSizeGreaterThan(60);
    assertThat(carriers.stream().filter(file -> !begin(file).contains("SPDX-License-Identifier:")))
        .as("files without a line SPDX-License-Identifier")
        .isEmpty();
  }

  @Test
  void noModuleUsesAMockingLibrary() {
    List<Path> poms = Repository.files().stream().filter(file -> file.endsWith("pom.xml")).toList();

    assertThat(poms).hasSizeGreaterThan(10);
    assertThat(
            poms.stream()
                .filter(pom ->
                    Stream.of("mockito", "easymock", "jmockit", "powermock", "wiremock")
                        .anyMatch(text(pom)::contains)))
        .isEmpty();
  }

  @Test
  void versionsAreNamedInTheRootOnly() {
    assertThat(
            Repository.files().stream()
                .filter(file -> file.endsWith("pom.xml") && file.getNameCount() > 1)
                .filter(file -> !file.startsWith("examples"))
                .filter(pom ->
                    text(pom)
                        .replaceFirst("(?s)<parent>.*?</parent>", "")
                        .matches("(?s).*<version>(?!\\$\\{)[^<]*</version>.*")))
        .as("poms of modules with a version of their own")
        .isEmpty();
  }

  private static String extension(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static boolean script(Path file) {
    return extension(file).equals(file.getFileName().toString()) && begin(file).startsWith("#!");
  }

  private static String begin(Path file) {
    String text = text(file);
    return text.substring(0, Math.min(300, text.length()));
  }

  private static String text(Path file) {
    try {
      return Files.readString(Repository.ROOT.resolve(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

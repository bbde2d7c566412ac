// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.api.Plugin;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Fails the build when the contract breaks what the last release promised. */
final class SignatureGateTest {

  private static final String WRITE = "write";

  private static final String HEADER =
      """
      # The signatures of plugin-api: one line a type, one a member. Stable types change only
      # compatibly; the build compares. Written by:
      # ./mvnw test -pl plugin-api -Dtest=SignatureGateTest -Deyrie.signatures=write

      """;

  @Test
  void nothingThatTheLastReleasePromisedIsBroken() throws Exception {
    Surface now = SurfaceReader.read(classes());
    if (WRITE.equals(System.getProperty("eyrie.signatures"))) {
      Files.writeString(lastRelease(), HEADER + now.text());
    }

    Surface then = Surface.parse(Files.readString(lastRelease()));

    assertThat(then.types().values().stream().filter(Surface.Declared::stable))
        .as("stable types in %s", lastRelease())
        .hasSizeGreaterThan(15);
    assertThat(Compatibility.breaks(then, now))
        .as(
            "what plugins built against %s would miss; put it back, or where the break is meant"
                + " see CONTRIBUTING.md",
            lastRelease().getFileName())
        .isEmpty();
  }

  @Test
  void aRemovedMethodOfTheRealContractIsToldByName() throws Exception {
    Surface now = SurfaceReader.read(classes());
    String text = now.text();
    String sources = "  method sources() | ";
    int line = text.indexOf(sources);
    Surface without =
        Surface.parse(text.substring(0, line) + text.substring(text.indexOf('\n', line) + 1));

    assertThat(Compatibility.breaks(now, without))
        .containsExactly("io.eyrie.api.Plugin: method sources() is gone");
  }

  static Path classes() throws URISyntaxException {
    return Path.of(Plugin.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path lastRelease() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("api-signatures"))) {
      return files.max(Comparator.comparing(SignatureGateTest::version)).orElseThrow();
    }
  }

  private static Version version(Path file) {
    return Version.parse(file.getFileName().toString().replace(".txt", ""));
  }
}

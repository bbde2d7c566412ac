// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/warm-up} keeps loaded classes, and a start never depends on them. */
final class WarmUpIT {

  @TempDir Path folder;

  /** What a command came to. */
  private record Ended(int exit, String out) {}

  @Test
  void keepsClassesThatTheNextStartTakesAndAnotherJarMakesUseless() throws Exception {
    Path tree = folder.resolve("tree");
    run(List.of(), "cp", "-a", Eyrie.TREE.toString(), tree.toString());
    // Those that the build keeps for the other tests.
    Files.deleteIfExists(tree.resolve("lib/eyrie.aot"));
    Files.deleteIfExists(tree.resolve("lib/eyrie.aot.jars"));

    Ended warmUp = run(List.of(), tree + "/scripts/warm-up");

    assertThat(warmUp).isEqualTo(new Ended(0, ""));
    assertThat(tree.resolve("lib/eyrie.aot")).isNotEmptyFile();
    assertThat(left(tree.resolve("lib"))).isEmpty();
    List<String> tellingClasses = List.of("EYRIE_JAVA_OPTS=-Xlog:class+load");
    String kept = "io.eyrie.server.cli.Cli source: shared objects file";
    assertThat(run(tellingClasses, tree + "/eyrie", "--version").out()).contains(kept);
    Ended second = run(List.of(), tree + "/eyrie", "--version");
    assertThat(second.exit()).isZero();

    Path jar;
    try (Stream<Path> jars = Files.list(tree.resolve("lib"))) {
      jar =
          jars.filter(path -> path.getFileName().toString().startsWith("eyrie-server-"))
              .findFirst()
              .orElseThrow();
    }
    run(List.of(), "touch", "-d", "2001-01-01", jar.toString());

    assertThat(run(tellingClasses, tree + "/eyrie", "--version").out()).doesNotContain(kept);
    assertThat(run(List.of(), tree + "/eyrie", "--version")).isEqualTo(second);
  }

  @Test
  void saysWhatIsMissingAndLeavesNothingBehind() throws Exception {
    Path tree = folder.resolve("tree");
    run(List.of(), "cp", "-a", Eyrie.TREE.toString(), tree.toString());
    run(List.of(), "sh", "-c", "rm " + tree + "/lib/eyrie-server-*.jar");

    Ended warmUp = run(List.of(), tree + "/scripts/warm-up");

    assertThat(warmUp.exit()).isEqualTo(1);
    assertThat(warmUp.out())
        .startsWith("warm-up: eyrie ended early: ")
        .contains("io.eyrie.server.cli.Main");
    assertThat(left(tree.resolve("lib"))).isEmpty();
  }

  private static List<Path> left(Path lib) throws IOException {
    try (Stream<Path> files = Files.list(lib)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private Ended run(List<String> environment, String... command) throws Exception {
    Path out = Files.createTempFile(folder, "out", "");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    for (String pair : environment) {
      int equals = pair.indexOf('=');
      builder.environment().put(pair.substring(0, equals), pair.substring(equals + 1));
    }
    Process process = builder.redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(180, TimeUnit.SECONDS)).as("%s ended", List.of(command)).isTrue();
    return new Ended(process.exitValue(), Files.readString(out, UTF_8));
  }
}

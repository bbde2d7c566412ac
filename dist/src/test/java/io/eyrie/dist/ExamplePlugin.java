// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;

/**
 * A third party's plugin: a folder of {@code examples}, built as a Maven project of its own that
 * sees nothing of Eyrie but what {@code scripts/build-example} installs.
 *
 * @param version what the build was told, and what {@code counter.version} of its events says
 * @param built the jar that the build left
 */
record ExamplePlugin(String version, Path built) {

  private static final Path FOLDER = Repository.ROOT.resolve("dist/target/example");

  /** Builds one version of {@code counter-source}. */
  static ExamplePlugin version(String version) throws IOException, InterruptedException {
    return of("counter-source", version);
  }

  /** Builds one version of an example. */
  static ExamplePlugin of(String name, String version) throws IOException, InterruptedException {
    Files.createDirectories(FOLDER);
    Path log = FOLDER.resolve("build-" + name + "-" + version + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Repository.ROOT.resolve("scripts/build-example").toString(),
                name,
                FOLDER.toString(),
                "-Drevision=" + version)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("MAVEN_CONFIG");
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
    return new ExamplePlugin(version, FOLDER.resolve(name + "-" + version + ".jar"));
  }

  /** Puts the jar into a folder of plugins in one step, over what may be there. */
  void putAt(Path jar) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    Files.copy(built, part);
    Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}

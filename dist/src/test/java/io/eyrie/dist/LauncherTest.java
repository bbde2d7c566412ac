// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher at the root, with a Java and a Maven that only say what they were asked: which Java
 * it takes, when it builds, what it says when it can't.
 */
final class LauncherTest {

  private static final String JAVA =
      "#!/bin/sh\nfor word in \"$@\"; do echo \"$word\"; done\nexit 7\n";

  /** A Maven that packages a tree, or fails like Maven does when the file "broken" is there. */
  private static final String MAVEN =
      """
      #!/bin/sh
      echo built >>builds
      echo "[INFO] many lines"
      [ ! -e broken ] || { echo "[ERROR] Foo.java:[3,7] ';' expected"; exit 1; }
      while [ -e hold ]; do sleep 0.05; done
      mkdir -p dist/target/eyrie-1.2.3/lib
      touch dist/target/eyrie-1.2.3/lib/host.jar dist/target/eyrie-1.2.3/.built
      """;

  private static final List<String> TOOLS =
      List.of(
          "sh",
          "bash",
          "cat",
          "date",
          "dirname",
          "find",
          "flock",
          "grep",
          "head",
          "id",
          "mkdir",
          "readlink",
          "sed",
          "sleep",
          "sort",
          "tail",
          "touch",
          "tr",
          "uname",
          "setpriv");

  @TempDir Path folder;

  private Path tools;
  private Path source;

  record Run(int exit, String out, String err) {}

  @BeforeEach
  void lay() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    tools = Files.createDirectory(folder.resolve("tools"));
    for (String tool : TOOLS) {
      for (String place : List.of("/usr/bin", "/bin")) {
        if (Files.exists(Path.of(place, tool)) && !Files.exists(tools.resolve(tool))) {
          script(tools.resolve(tool), "#!/bin/sh\nexec %s/%s \"$@\"\n".formatted(place, tool));
        }
      }
    }
    source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(
        source.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n</project>\n");
    script(source.resolve("mvnw"), MAVEN);
    launcher(source);
    jdk("jdk-25", "25.0.3");
  }

  @Test
  void buildsOnFirstUseAndThenOnlyStarts() throws Exception {
    Run first = run(source, "run", "-c", "two words");

    assertThat(first.err())
        .isEqualTo("eyrie: building (first use, about 2 minutes; log: target/build.log) ...\n");
    assertThat(first.exit()).as("the exit code of Eyrie itself").isEqualTo(7);
    assertThat(first.out().lines())
        .contains("-Deyrie.install=" + source + "/dist/target/eyrie-1.2.3")
        .containsSubsequence(
            "-cp",
            source + "/dist/target/eyrie-1.2.3/lib/host.jar",
            "io.eyrie.server.cli.Main",
            "run",
            "-c",
            "two words");
    assertThat(Files.readString(source.resolve("target/build.log"))).contains("many lines");

    assertThat(run(source).err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceIsNewerAndNotForATest() throws Exception {
    run(source);
    changeLater(Files.createDirectories(source.resolve("host/src/test")).resolve("ATest.java"));
    setAll(source, Instant.now().minusSeconds(60));
    assertThat(run(source).err()).isEmpty();

    changeLater(Files.createDirectories(source.resolve("host/src/main")).resolve("A.java"));

    assertThat(run(source).err())
        .isEqualTo("eyrie: building (sources have changed; log: target/build.log) ...\n");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void aFailedBuildShowsWhatMavenSaid() throws Exception {
    Files.createFile(source.resolve("broken"));

    Run run = run(source);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            """
            eyrie: building (first use, about 2 minutes; log: target/build.log) ...
            [ERROR] Foo.java:[3,7] ';' expected
            eyrie: the build failed; the whole log: %s/target/build.log
            """
                .formatted(source));
    Files.delete(source.resolve("broken"));
    assertThat(run(source).exit()).as("the next try builds again").isEqualTo(7);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    assumeTrue(Files.exists(tools.resolve("flock")), "needs flock (util-linux)");
    Path hold = Files.createFile(source.resolve("hold"));
    Path said = folder.resolve("said");
    Process first = start(List.of(source + "/eyrie"), folder.resolve("first"), Map.of());
    await(() -> Files.exists(source.resolve("builds")));
    Process second = start(List.of(source + "/eyrie"), said, Map.of());
    await(() -> Files.readString(said).contains("eyrie: waiting for another build of"));
    Files.delete(hold);

    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.exitValue()).isEqualTo(7);
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void aPackagedTreeIsNeverBuilt() throws Exception {
    Path tree = Files.createDirectory(folder.resolve("eyrie-1.2.3"));
    launcher(tree);
    Files.createDirectory(tree.resolve("lib"));
    Files.createFile(tree.resolve("lib/a.jar"));
    Files.createFile(tree.resolve("lib/b.jar"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), tree.resolve("eyrie"));

    Run run = run(List.of(link.toString(), "--version"), Map.of("EYRIE_JAVA_OPTS", "-Xmx64m -ea"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines())
        .containsSubsequence(
            "-Deyrie.install=" + tree,
            "-Xmx64m",
            "-ea",
            "-cp",
            tree + "/lib/a.jar:" + tree + "/lib/b.jar",
            "io.eyrie.server.cli.Main",
            "--version");
  }

  @Test
  void aSourceTreeThatCannotBeWrittenIsNotBuilt() throws Exception {
    assumeTrue(
        Files.isWritable(source) && (!root() || Files.exists(tools.resolve("setpriv"))),
        "needs setpriv (util-linux) to be somebody else");
    List<String> command = new ArrayList<>();
    if (root()) {
      command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
    }
    command.add(source + "/eyrie");
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("r-xr-xr-x"));

    Run run = run(command, Map.of());
    Files.setPosixFilePermissions(source, PosixFilePermissions.fromString("rwxr-xr-x"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("eyrie: " + source + " is not built yet and cannot be written by ")
        .endsWith(
            "\neyrie: run ./mvnw package there as its owner, or copy it to a folder of your own\n");
    assertThat(source.resolve("target")).doesNotExist();
  }

  @Test
  void aLauncherAloneSaysWhatItMisses() throws Exception {
    Path alone = Files.createDirectory(folder.resolve("alone"));
    launcher(alone);

    Run run = run(alone);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            eyrie: neither a source tree (pom.xml, mvnw) nor a packaged one (lib/) in %s
            eyrie: keep this file where it was, and link to it from where you want it
            """
                .formatted(alone));
  }

  @Test
  void takesTheNewestJavaOfTheSystemWhenTheFirstAreTooOld() throws Exception {
    jdk("jdk-8", "1.8.0_402");
    jdk("jdk-26", "26-ea");
    Run run =
        run(
            List.of(source + "/scripts/find-jdk"),
            Map.of("JAVA_HOME", folder.resolve("jvms/jdk-8").toString()));

    assertThat(run.out()).isEqualTo(folder.resolve("jvms/jdk-26") + "\n");
  }

  @Test
  void withoutAJdkItSaysWhichItLookedAt() throws Exception {
    Path old = jdk("jdk-17", "17.0.15");
    jdk("jdk-8", "1.8.0_402");
    Files.delete(folder.resolve("jvms/jdk-25/bin/javac"));

    Run run = run(List.of(source + "/eyrie"), Map.of("JAVA_HOME", old + "/"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            """
            No JDK 25 or newer was found. Looked at:
              %1$s/jvms/jdk-17 (JAVA_HOME): Java 17
              %1$s/jvms/jdk-25 (system): Java 25 without a compiler (bin/javac)
              %1$s/jvms/jdk-8 (system): Java 8
            Install one (Debian, Ubuntu with the Adoptium repository: apt-get install temurin-25-jdk;
            others: https://adoptium.net/temurin/releases/?version=25) or set JAVA_HOME to one.
            """
                .formatted(folder));
  }

  private Run run(Path tree, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tree + "/eyrie"));
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  private Run run(List<String> command, Map<String, String> environment) throws Exception {
    Path err = Files.createTempFile(folder, "err", "");
    Process process = start(command, err, environment);
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    return new Run(process.exitValue(), out, Files.readString(err));
  }

  private Process start(List<String> command, Path err, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("EYRIE_JVM_FOLDERS", folder.resolve("jvms").toString());
    builder.environment().putAll(environment);
    builder.redirectError(err.toFile());
    if (!command.getFirst().startsWith("/")) {
      List<String> whole = new ArrayList<>(command);
      whole.set(0, tools.resolve(command.getFirst()).toString());
      builder.command(whole);
    }
    return builder.start();
  }

  private void launcher(Path tree) throws IOException {
    Files.createDirectories(tree.resolve("scripts"));
    for (String file : List.of("eyrie", "scripts/find-jdk")) {
      Files.copy(Repository.ROOT.resolve(file), tree.resolve(file));
      executable(tree.resolve(file));
    }
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve("jvms").resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), JAVA);
    return home;
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    executable(file);
  }

  private static void executable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int builds() throws IOException {
    return Files.readAllLines(source.resolve("builds")).size();
  }

  private static void changeLater(Path file) throws IOException {
    Files.writeString(file, "// new\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(30)));
  }

  /** Makes all but tests older than the build. */
  private static void setAll(Path tree, Instant time) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.toList()) {
        if (!file.toString().contains("/target") && !file.toString().contains("src/test")) {
          Files.setLastModifiedTime(file, FileTime.from(time));
        }
      }
    }
  }

  private static boolean root() {
    return "root".equals(System.getProperty("user.name"));
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).as("waited 20 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}

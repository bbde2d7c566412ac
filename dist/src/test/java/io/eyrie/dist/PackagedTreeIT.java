// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The tree that operators unpack: what is where, and what each plugin jar says of itself. */
final class PackagedTreeIT {

  private static final Path TREE = Path.of(System.getProperty("eyrie.tree"));
  private static final int JAVA_6 = 50;

  @Test
  void hasTheRoomsThatTheDocumentationNames() {
    assertThat(TREE.resolve("eyrie")).isExecutable();
    assertThat(TREE.resolve("scripts/find-jdk")).isExecutable();
    assertThat(TREE.resolve("scripts/warm-up")).isExecutable();
    for (String file :
        List.of("LICENSE", "NOTICE", "CHANGELOG.md", "etc/eyrie.yaml", "completion/eyrie.bash")) {
      assertThat(TREE.resolve(file)).isNotEmptyFile();
    }
    assertThat(Path.of(TREE + ".tar.gz")).isNotEmptyFile();
  }

  @Test
  void keepsPluginsOutOfTheHostsLibraries() throws IOException {
    assertThat(names("lib"))
        .anyMatch(name -> name.startsWith("eyrie-server-"))
        .anyMatch(name -> name.startsWith("eyrie-plugin-api-"))
        .noneMatch(name -> name.matches("eyrie-(cloudtrail|syscall|json-log|output|testkit).*"))
        .noneMatch(name -> name.matches("(junit|assertj|archunit|jmh|byte-buddy).*"));
    assertThat(names("plugins")).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void hasOneVersionOfEachLibrary() throws IOException {
    List<String> libraries =
        names("lib").stream()
            .map(name ->
                name.replaceFirst("-[0-9][^-]*(-native|-SNAPSHOT|-jre|-android)?[.]jar$", "$1"))
            .toList();

    assertThat(libraries).doesNotHaveDuplicates();
  }

  /** They are copied out at each start, and inflating what is compressed already takes longer. */
  @Test
  void embedsLibrariesWithoutCompressingThemAgain() throws IOException {
    List<ZipEntry> embedded = new ArrayList<>();
    for (String name : names("plugins")) {
      try (JarFile jar = new JarFile(TREE.resolve("plugins", name).toFile())) {
        jar.stream().filter(entry -> entry.getName().endsWith(".jar")).forEach(embedded::add);
      }
    }

    assertThat(embedded)
        .hasSizeGreaterThan(20)
        .allSatisfy(entry -> assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED));
  }

  /** The JVM's caches take no older ones, and checking them takes long. */
  @Test
  void hasNoClassOfTheHostInAFormatWithoutStackMaps() throws IOException {
    Set<String> old = new TreeSet<>();
    for (String name : names("lib")) {
      if (name.endsWith(".jar")) {
        try (JarFile jar = new JarFile(TREE.resolve("lib", name).toFile())) {
          for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.getName().endsWith(".class") && version(jar, entry) < JAVA_6) {
              old.add(name);
            }
          }
        }
      }
    }

    assertThat(old).isEmpty();
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.skipNBytes(2 * Short.BYTES + Short.BYTES);
      return in.readUnsignedShort();
    }
  }

  @TestFactory
  Stream<DynamicTest> aPluginSaysWhatPf4jAndFelixNeed() throws IOException {
    return names("plugins").stream()
        .map(name -> DynamicTest.dynamicTest(name, () -> headers(TREE.resolve("plugins", name))));
  }

  private static void headers(Path plugin) throws IOException {
    try (JarFile jar = new JarFile(plugin.toFile())) {
      Attributes headers = jar.getManifest().getMainAttributes();

      for (String name :
          List.of(
              "Plugin-Id",
              "Plugin-Version",
              "Plugin-Class",
              "Plugin-Requires",
              "Plugin-Description",
              "Plugin-Provider",
              "Plugin-License")) {
        assertThat(headers.getValue(name)).as(name).isNotBlank();
      }
      assertThat(headers.getValue("Bundle-ManifestVersion")).isEqualTo("2");
      assertThat(headers.getValue("Bundle-SymbolicName")).isEqualTo(headers.getValue("Plugin-Id"));
      assertThat(headers.getValue("Export-Package")).as("exports nothing").isNull();

      String entry = headers.getValue("Plugin-Class").replace('.', '/') + ".class";
      assertThat(jar.getEntry(entry)).as("%s in the jar", entry).isNotNull();

      List<String> imports = List.of(headers.getValue("Import-Package").split(",(?=[a-z])"));
      assertThat(imports)
          .as("imports the contract, and nothing else, by a range of versions")
          .isNotEmpty()
          .allMatch(clause ->
              clause.matches("io[.]eyrie[.]api(?:[.][a-z]+)?;version=\"\\[[0-9.]+,[0-9.]+\\)\""));
      assertThat(headers.getValue("Require-Capability")).contains("osgi.ee");

      String classPath = headers.getValue("Bundle-ClassPath");
      if (classPath != null) {
        for (String part : classPath.split(",")) {
          assertThat(part.equals(".") || jar.getEntry(part) != null)
              .as("%s in the jar", part)
              .isTrue();
        }
      }
      assertThat(
              jar.stream()
                  .map(file -> file.getName())
                  .filter(name -> name.startsWith("lib/"))
                  .filter(name -> name.contains("jnr-") || name.contains("eyrie-plugin-api")))
          .as("what the host lends is not embedded")
          .isEmpty();
    }
  }

  private static SortedSet<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(TREE.resolve(folder))) {
      return files.map(file -> file.getFileName().toString()).collect(toCollection(TreeSet::new));
    }
  }
}

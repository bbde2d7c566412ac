// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The checkout that is being built: its files and the classes compiled from it. */
final class Repository {

  /** The root of the checkout, as the build names it. */
  static final Path ROOT = Path.of(System.getProperty("eyrie.root", "..")).toAbsolutePath();

  private Repository() {}

  /** The folders of all modules that have a pom, in the order of their paths. */
  static List<Path> modules() {
    return files().stream()
        .filter(file -> file.endsWith("pom.xml"))
        .map(pom -> ROOT.resolve(pom).normalize().getParent())
        .toList();
  }

  /** Every file that is or will be committed, relative to the root; what builds leave is not. */
  static List<Path> files() {
    try (Stream<Path> files =
        Files.find(ROOT, Integer.MAX_VALUE, (file, attributes) -> attributes.isRegularFile())) {
      return files
          .map(ROOT::relativize)
          .filter(
              file -> Stream.of("target", ".git", ".idea", "__pycache__").noneMatch(under(file)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Predicate<String> under(Path file) {
    return folder -> {
      for (Path part : file) {
        if (part.toString().equals(folder)) {
          return true;
        }
      }
      return false;
    };
  }

  /** The production classes of every module; servers for tests are none. */
  static JavaClasses productionClasses() {
    return new ClassFileImporter()
        .importPaths(
            modules().stream()
                .filter(module -> !module.endsWith("testkit/servers"))
                .map(module -> module.resolve("target/classes"))
                .filter(Files::isDirectory)
                .toList());
  }

  /** Whether a class is in one of the packages or below. */
  static boolean in(JavaClass type, String... packages) {
    return Stream.of(packages)
        .anyMatch(name ->
            type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }
}

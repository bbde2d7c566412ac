// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.ruletest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of rule tests that a path stands for. */
public final class TestFiles {

  private TestFiles() {}

  /** Whether the name is one of a file of rule tests. */
  public static boolean isTestFile(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.endsWith(".test.yaml") || name.endsWith(".test.yml");
  }

  /**
   * The files of tests of a path: of a folder all in it and below by name, of a rule file the one
   * beside it, of any other file itself. Empty when there is none.
   *
   * @throws IOException if a folder can't be read
   */
  public static List<Path> of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> files = Files.walk(path)) {
        return files.filter(Files::isRegularFile).filter(TestFiles::isTestFile).sorted().toList();
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    if (isTestFile(path) || !Files.exists(path)) {
      return List.of(path);
    }
    List<Path> beside = new ArrayList<>();
    String name = String.valueOf(path.getFileName()).replaceAll("\\.ya?ml$", "");
    for (String ending : new String[] {".test.yaml", ".test.yml"}) {
      Path candidate = path.resolveSibling(name + ending);
      if (Files.exists(candidate)) {
        beside.add(candidate);
      }
    }
    return beside;
  }
}

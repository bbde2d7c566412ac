// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.rules;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the rule files that a list of files and folders stands for. */
public final class RuleFiles {

  private RuleFiles() {}

  /**
   * The files in the order in which they are loaded: as listed, those of a folder by name. Of a
   * folder, which is not descended into, only {@code *.yaml} and {@code *.yml} that are no rule
   * tests count. A file that is not there stays in the list, so that loading tells of it.
   */
  public static List<Path> of(List<Path> paths) {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path)) {
        files.addAll(ofFolder(path));
      } else {
        files.add(path);
      }
    }
    return files;
  }

  /** The same files under the names that people give them: from where they are, where they can. */
  public static List<Path> named(List<Path> paths) {
    Path here = Path.of("").toAbsolutePath();
    List<Path> named = new ArrayList<>();
    for (Path file : of(paths)) {
      Path whole = file.toAbsolutePath().normalize();
      named.add(whole.startsWith(here) ? here.relativize(whole) : whole);
    }
    return named;
  }

  private static List<Path> ofFolder(Path folder) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, RuleFiles::isRuleFile)) {
      entries.forEach(files::add);
    } catch (IOException | DirectoryIteratorException _) {
      // Loading the folder as if it were a file reports why it can't be read.
      return List.of(folder);
    }
    Collections.sort(files);
    return files;
  }

  private static boolean isRuleFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml"))
        && !name.endsWith(".test.yaml")
        && !name.endsWith(".test.yml")
        && !Files.isDirectory(file);
  }
}

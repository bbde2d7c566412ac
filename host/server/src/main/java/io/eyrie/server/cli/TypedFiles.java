// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.rules.RuleFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rule files with their names as the user typed them, so that messages name them alike. */
record TypedFiles(Map<Path, String> names) {

  static TypedFiles of(List<String> typed, Terminal terminal) {
    Map<Path, String> names = new LinkedHashMap<>();
    for (String name : typed) {
      Path path = terminal.surroundings().workingDirectory().resolve(name).normalize();
      for (Path file : RuleFiles.of(List.of(path))) {
        names.put(
            file,
            Files.isDirectory(path)
                ? Path.of(name, path.relativize(file).toString()).toString()
                : name);
      }
    }
    return new TypedFiles(names);
  }

  static TypedFiles of(List<Path> paths) {
    Map<Path, String> names = new LinkedHashMap<>();
    RuleFiles.of(paths).forEach(file -> names.put(file, file.toString()));
    return new TypedFiles(names);
  }

  List<Path> paths() {
    return List.copyOf(names.keySet());
  }

  /** A path as the user knows it. */
  String name(String path) {
    return names.getOrDefault(Path.of(path), path);
  }
}

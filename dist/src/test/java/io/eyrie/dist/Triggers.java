// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Commands that do what rules are for: scripts by the rule that each is to trigger.
 *
 * @param prelude what stands before each of them
 * @param commands by the name of the rule, in the order of the file
 */
record Triggers(String prelude, Map<String, String> commands) {

  private static final String BEGINS = "## ";
  private static final long PATIENCE_S = 60;

  /** Reads a file of triggers that stands beside this class. */
  static Triggers read(String file) throws IOException {
    StringBuilder prelude = new StringBuilder();
    Map<String, StringBuilder> commands = new LinkedHashMap<>();
    StringBuilder current = prelude;
    try (InputStream in = Objects.requireNonNull(Triggers.class.getResourceAsStream(file), file)) {
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith(BEGINS)) {
          current =
              commands.computeIfAbsent(line.substring(BEGINS.length()), _ -> new StringBuilder());
        } else {
          current.append(line).append('\n');
        }
      }
    }
    Map<String, String> texts = new LinkedHashMap<>();
    commands.forEach((rule, text) -> texts.put(rule, text.toString()));
    return new Triggers(prelude.toString(), texts);
  }

  /** The script that triggers a rule. */
  String script(String rule) {
    return prelude + Objects.requireNonNull(commands.get(rule), rule);
  }

  /** All of them as one script, each in a shell of its own. */
  String all() {
    StringBuilder all = new StringBuilder(prelude);
    commands.values().forEach(command -> all.append("(\n").append(command).append(")\n"));
    return all.toString();
  }

  /**
   * Runs the script that triggers a rule, in a folder of its own.
   *
   * @param under where that folder is made; {@link #open} to all
   * @return what it said
   */
  String pull(String rule, Path under) throws IOException, InterruptedException {
    Path own = open(Files.createTempDirectory(under, "trigger-"));
    Path said = own.resolveSibling(own.getFileName() + ".said");
    Process process =
        new ProcessBuilder("sh", "-c", script(rule))
            .directory(own.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the trigger does not end: " + rule);
    }
    return Files.readString(said);
  }

  /** Some triggers are pulled by a user without rights, who has to get there. */
  static Path open(Path place) throws IOException {
    return Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration is made from, so that it can be made again at a reload.
 *
 * @param file the file; empty for defaults and overrides alone
 * @param overrides the texts of {@code -o}, in their order
 * @param rules the paths of {@code -r}, which replace {@code rules_files} unless there are none
 * @param surroundings where the process stands
 */
public record ConfigRequest(
    Optional<Path> file, List<String> overrides, List<String> rules, Surroundings surroundings) {

  /** Copies the lists. */
  public ConfigRequest {
    overrides = List.copyOf(overrides);
    rules = List.copyOf(rules);
  }

  /**
   * What of the process and the machine decides defaults.
   *
   * @param install the folder that Eyrie is installed in
   * @param workingDirectory what relative paths of the command line start from
   * @param environment the environment variables
   * @param user the name of the user
   */
  public record Surroundings(
      Path install, Path workingDirectory, Map<String, String> environment, String user) {

    /** Copies the map and makes the paths absolute. */
    public Surroundings {
      environment = Map.copyOf(environment);
      workingDirectory = workingDirectory.toAbsolutePath().normalize();
      install = workingDirectory.resolve(install).normalize();
    }

    /** The folder of the host's state when the configuration names none. */
    public Path defaultHome() {
      if (user.equals("root")) {
        return Path.of("/var/lib/eyrie");
      }
      String state = environment.getOrDefault("XDG_STATE_HOME", "");
      Path base =
          state.isEmpty()
              ? Path.of(environment.getOrDefault("HOME", "/tmp"), ".local", "state")
              : Path.of(state);
      return workingDirectory.resolve(base).resolve("eyrie").normalize();
    }
  }
}

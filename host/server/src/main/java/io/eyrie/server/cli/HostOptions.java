// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.server.admin.AdminClient;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.ConfigReader;
import io.eyrie.server.config.ConfigRequest;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds a running host. */
final class HostOptions {

  @Option(
      names = "--home",
      paramLabel = "FOLDER",
      description = "The home of the running host. Default: the one that the configuration names.")
  private @Nullable Path home;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration that the host was started with.")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--option"},
      paramLabel = "KEY=VALUE",
      description = "Set one key of the configuration, such as home=/tmp/eyrie.")
  private List<String> overrides = new ArrayList<>();

  /** The client of the host's admin socket; connects to nothing yet. */
  AdminClient client(Surroundings surroundings) throws CommandFailed {
    return new AdminClient(home(surroundings));
  }

  /** The folder of plugins of that configuration. */
  Path pluginsFolder(Surroundings surroundings) throws CommandFailed {
    return ConfigOptions.pluginsFolder(file, overrides, surroundings);
  }

  private Path home(Surroundings surroundings) throws CommandFailed {
    if (home != null) {
      return surroundings.workingDirectory().resolve(home).normalize();
    }
    try {
      return ConfigReader.read(
              new ConfigRequest(
                  ConfigOptions.file(file, surroundings), overrides, List.of(), surroundings))
          .home();
    } catch (ConfigException e) {
      throw new CommandFailed(
          e.render() + "The configuration is read for the host's home; --home names it directly.",
          e);
    }
  }
}

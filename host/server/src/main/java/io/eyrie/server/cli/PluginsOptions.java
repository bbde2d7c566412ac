// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.RuleSettings;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds the folder of plugins whose declarations it reads. */
final class PluginsOptions {

  @Option(
      names = "--plugins-dir",
      paramLabel = "FOLDER",
      description = "The folder of plugins. Default: the one that the configuration names.")
  private @Nullable Path folder;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration whose plugins_dir and static_fields are used.")
  private @Nullable Path file;

  /** What the configuration says that rules may name. */
  RuleSettings ruleSettings(Surroundings surroundings) throws CommandFailed {
    return ConfigOptions.staticFields(file, surroundings);
  }

  /** Loads the plugins. */
  ScannedPlugins open(Surroundings surroundings) throws CommandFailed {
    return ScannedPlugins.open(
        folder == null
            ? ConfigOptions.pluginsFolder(file, List.of(), surroundings)
            : surroundings.workingDirectory().resolve(folder));
  }
}

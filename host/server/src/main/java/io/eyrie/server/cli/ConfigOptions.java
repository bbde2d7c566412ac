// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.engine.RuleSettings;
import io.eyrie.server.config.ConfigException;
import io.eyrie.server.config.ConfigReader;
import io.eyrie.server.config.ConfigRequest;
import io.eyrie.server.config.ConfigRequest.Surroundings;
import io.eyrie.server.config.HostConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a command finds its configuration. */
final class ConfigOptions {

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "The configuration. Default: the first of $EYRIE_CONFIG, /etc/eyrie/eyrie.yaml and"
            + " etc/eyrie.yaml of the installation that is there."
      })
  private @Nullable Path file;

  @Option(
      names = {"-r", "--rules"},
      paramLabel = "PATH",
      description = "A rule file or a folder of them, instead of rules_files; may be repeated.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = {"-o", "--option"},
      paramLabel = "KEY=VALUE",
      description = "Set one key of the configuration, such as store.max_age=7d; may be repeated.")
  private List<String> overrides = new ArrayList<>();

  /** Reads the configuration. */
  HostConfig read(Surroundings surroundings) throws CommandFailed {
    try {
      return reread(surroundings);
    } catch (ConfigException e) {
      throw new CommandFailed(e.render(), e);
    }
  }

  /** Reads it once more, by the same options, for a host that runs. */
  HostConfig reread(Surroundings surroundings) throws ConfigException {
    return ConfigReader.read(
        new ConfigRequest(file(file, surroundings), overrides, rules, surroundings));
  }

  /** The static fields of the configuration. */
  RuleSettings staticFields(Surroundings surroundings) throws CommandFailed {
    return staticFields(file, surroundings);
  }

  /** The folder of plugins that the configuration names. */
  Path pluginsFolder(Surroundings surroundings) throws CommandFailed {
    return pluginsFolder(file, overrides, surroundings);
  }

  /**
   * The folder of plugins that the configuration names; that of the installation when there is no
   * configuration.
   */
  static Path pluginsFolder(@Nullable Path named, List<String> overrides, Surroundings surroundings)
      throws CommandFailed {
    Optional<Path> file = file(named, surroundings);
    if (file.isEmpty() && overrides.isEmpty()) {
      return surroundings.install().resolve("plugins");
    }
    try {
      return ConfigReader.read(new ConfigRequest(file, overrides, List.of(), surroundings))
          .pluginsDir();
    } catch (ConfigException e) {
      throw new CommandFailed(
          e.render()
              + "The configuration is read for the folder of plugins; --plugins-dir names it"
              + " directly.",
          e);
    }
  }

  /**
   * The static fields of the configuration, which rules may name; none when there is no
   * configuration.
   */
  static RuleSettings staticFields(@Nullable Path named, Surroundings surroundings)
      throws CommandFailed {
    Optional<Path> file = file(named, surroundings);
    if (file.isEmpty()) {
      return RuleSettings.NONE;
    }
    try {
      return ConfigReader.read(new ConfigRequest(file, List.of(), List.of(), surroundings))
          .ruleSettings()
          .onlyStaticFields();
    } catch (ConfigException e) {
      throw new CommandFailed(
          e.render() + "The configuration is read for its 'static_fields', which rules may name.",
          e);
    }
  }

  /** The file that is named, or the first default one that is there. */
  static Optional<Path> file(@Nullable Path named, Surroundings surroundings) {
    if (named != null) {
      return Optional.of(surroundings.workingDirectory().resolve(named));
    }
    String variable = surroundings.environment().getOrDefault("EYRIE_CONFIG", "");
    if (!variable.isEmpty()) {
      return Optional.of(surroundings.workingDirectory().resolve(variable));
    }
    for (Path candidate :
        List.of(
            Path.of("/etc/eyrie/eyrie.yaml"), surroundings.install().resolve("etc/eyrie.yaml"))) {
      if (Files.exists(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}

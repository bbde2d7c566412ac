// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.cli;

import io.eyrie.api.source.SourceDeclaration;
import io.eyrie.engine.LoadResult;
import io.eyrie.engine.RuleCompiler;
import io.eyrie.engine.diag.CaretRenderer;
import io.eyrie.server.config.HostConfig;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.Modules;
import io.eyrie.server.modules.TemporaryModules;
import io.eyrie.server.rules.RuleFiles;
import io.eyrie.server.ruletest.RuleLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The plugins of a folder, loaded for as long as a command looks at what they declare. */
final class ScannedPlugins implements AutoCloseable {

  private final TemporaryModules plugins;

  private ScannedPlugins(TemporaryModules plugins) {
    this.plugins = plugins;
  }

  static ScannedPlugins open(Path folder) throws CommandFailed {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailed(
          "eyrie: there is no folder of plugins " + folder + "; name another with --plugins-dir");
    }
    try {
      return new ScannedPlugins(TemporaryModules.open(folder));
    } catch (IOException e) {
      throw new CommandFailed("eyrie: no room for copies of the plugins: " + e.getMessage(), e);
    }
  }

  /** A folder for temporary files, deleted with this. */
  Path scratch() {
    return plugins.scratch();
  }

  Modules modules() {
    return plugins.modules();
  }

  List<SourceDeclaration> sources() {
    return LoadedPlugin.declarations(plugins.loaded());
  }

  /** The rules that the configuration names, for the sources of these plugins. */
  RuleLoad rules(HostConfig config) throws CommandFailed {
    LoadResult result =
        new RuleCompiler(sources(), config.ruleSettings())
            .load(RuleFiles.named(config.rulesFiles()));
    if (result.rules().isEmpty()) {
      throw new CommandFailed(
          result.errors().stream().map(CaretRenderer::render).collect(Collectors.joining()));
    }
    return new RuleLoad(result);
  }

  @Override
  public void close() {
    plugins.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import io.eyrie.api.output.OutputProvider;
import io.eyrie.server.admin.PluginStatus;
import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.ModuleStatus;
import io.eyrie.server.modules.Modules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Describes what became of the jars of the plugins folder, for {@code eyrie plugins}. */
public final class ModuleReport {

  private ModuleReport() {}

  /** One line for each jar, by file name. */
  public static List<PluginStatus> of(Modules modules) {
    Map<String, LoadedPlugin> loaded =
        modules.loaded().stream()
            .collect(Collectors.toMap(LoadedPlugin::id, Function.identity(), (a, _) -> a));
    return modules.list().stream().map(module -> line(module, loaded)).toList();
  }

  private static PluginStatus line(ModuleStatus module, Map<String, LoadedPlugin> loaded) {
    LoadedPlugin plugin =
        module.state() == ModuleStatus.State.LOADED ? loaded.get(module.id()) : null;
    return new PluginStatus(
        module.id(),
        module.version(),
        module.apiWanted(),
        module.state().name().toLowerCase(Locale.ROOT),
        module.reason().orElse(""),
        module.jar().toString(),
        plugin == null
            ? List.of()
            : plugin.sources().stream().map(source -> source.declaration().name()).toList(),
        plugin == null ? List.of() : plugin.outputs().stream().map(OutputProvider::name).toList());
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.server.modules.LoadedPlugin;
import io.eyrie.server.modules.ModuleListener;
import io.eyrie.server.modules.Modules;
import io.eyrie.testkit.LoaderWatch;
import io.eyrie.testkit.SourceContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's plugin: built against the plugin API's jar alone, kept, dropped in, upgraded. */
final class ExampleIT {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void theExampleIsBuiltByItselfKeepsTheContractAndIsUpgradedAndRemovedWhileTheHostRuns()
      throws Exception {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    Path jar = plugins.resolve("counter-source.jar");
    List<String> heard = new ArrayList<>();
    try (Modules modules =
        Modules.open(
            new Modules.Settings(plugins, temp.resolve("home"), Duration.ofHours(1), DEADLINE))) {
      modules.follow(new Recording(heard));
      ExamplePlugin.version("1.0.0").putAt(jar);
      modules.rescan();
      keepsTheContract(modules.loaded().getFirst());
      LoaderWatch first = LoaderWatch.of(modules.loaded().getFirst().loader());

      ExamplePlugin.version("1.1.0").putAt(jar);
      modules.rescan();
      keepsTheContract(modules.loaded().getFirst());
      LoaderWatch second = LoaderWatch.of(modules.loaded().getFirst().loader());
      first.requireCollected(DEADLINE);

      Files.delete(jar);
      modules.rescan();
      second.requireCollected(DEADLINE);
      assertThat(heard).containsExactly("added 1.0.0", "replaced 1.0.0 by 1.1.0", "removed 1.1.0");
      assertThat(modules.list()).isEmpty();
    }
  }

  private void keepsTheContract(LoadedPlugin plugin) throws IOException {
    SourceContract.of(plugin.sources().getFirst())
        .config(Map.of("interval", "0ms", "last", "250"))
        .argument("counter.modulo", "7")
        .events(250)
        .verify(Files.createTempDirectory(temp, "contract"));
  }

  private record Recording(List<String> heard) implements ModuleListener {

    @Override
    public void added(LoadedPlugin plugin) {
      heard.add("added " + plugin.version());
    }

    @Override
    public void replace(LoadedPlugin old, LoadedPlugin candidate) {
      heard.add("replaced " + old.version() + " by " + candidate.version());
    }

    @Override
    public void removed(LoadedPlugin plugin) {
      heard.add("removed " + plugin.version());
    }
  }
}

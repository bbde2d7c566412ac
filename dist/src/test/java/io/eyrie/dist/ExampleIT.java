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
            new Modules.Settings(
                plugins, temp.resolve("home"), Duration.ofHours(1), DEADLINE, _ -> true))) {
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

  @Test
  void aSourceOfJsonRecordsIsATableAndItsInputs() throws Exception {
    Path example = Repository.ROOT.resolve("examples/door-source");
    Path records = example.resolve("doors.jsonl");
    Site site = Site.in(temp).ownPlugins().rules(Files.readString(example.resolve("rules.yaml")));
    site.configure("plugins_dir: '%s'\n".formatted(site.plugins()));
    ExamplePlugin.of("door-source", "1.0.0").putAt(site.plugins().resolve("door-source.jar"));
    try (Modules modules =
        Modules.open(
            new Modules.Settings(
                site.plugins(),
                temp.resolve("modules"),
                Duration.ofHours(1),
                DEADLINE,
                _ -> true))) {
      modules.rescan();
      LoadedPlugin doors =
          modules.loaded().stream()
              .filter(plugin -> plugin.id().equals("door-source"))
              .findFirst()
              .orElseThrow();
      SourceContract.of(doors.sources().getFirst())
          .config(Map.of("files", List.of(records.toString()), "follow", "false"))
          .argument("json.value", "/id")
          .argument("jevt.value", "/id")
          .events(3)
          .verify(Files.createDirectory(temp.resolve("contract")));
    }
    Eyrie.Run run =
        Eyrie.command("replay", "-c", site.config().toString(), "-s", "doors", records.toString())
            .run();
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .containsExactly(
            "08:01:00.000000000: Notice Guest at the server room | who=visitor 7"
                + " zones=(guests,canteen) id=d-2",
            "08:02:00.000000000: Warning Door forced | door=cellar floor=0 id=d-3");
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

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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A third party's plugin: built against the plugin API's jar alone, kept, dropped in, upgraded. */
final class ExampleIT {

  private static final Duration DEADLINE = Duration.ofSeconds(30);

  @TempDir Path temp;

  @Test
  void theExampleIsBuiltByItselfKeepsTheContractAndIsUpgradedAndRemovedWhileTheHostRuns()
      throws Exception {
    Path built = temp.resolve("built");
    build(built, "1.0.0");
    build(built, "1.1.0");
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    Path jar = plugins.resolve("counter-source.jar");
    List<String> heard = new ArrayList<>();
    try (Modules modules =
        Modules.open(
            new Modules.Settings(plugins, temp.resolve("home"), Duration.ofHours(1), DEADLINE))) {
      modules.follow(new Recording(heard));
      put(built.resolve("counter-source-1.0.0.jar"), jar);
      modules.rescan();
      keepsTheContract(modules.loaded().getFirst());
      LoaderWatch first = LoaderWatch.of(modules.loaded().getFirst().loader());

      put(built.resolve("counter-source-1.1.0.jar"), jar);
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

  private static void put(Path from, Path jar) throws IOException {
    Path part = jar.resolveSibling("part");
    Files.copy(from, part);
    Files.move(part, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private void build(Path out, String version) throws IOException, InterruptedException {
    Path log = temp.resolve("build.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                Repository.ROOT.resolve("scripts/build-example").toString(),
                "counter-source",
                out.toString(),
                "-Drevision=" + version)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("MAVEN_CONFIG");
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
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

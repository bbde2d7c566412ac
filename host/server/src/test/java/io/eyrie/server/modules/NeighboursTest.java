// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.proof.file.FilePlugin;
import io.eyrie.proof.poller.PollerPlugin;
import io.eyrie.proof.queue.QueuePlugin;
import io.eyrie.proof.serving.ServingPlugin;
import io.eyrie.proof.webhook.WebHookPlugin;
import io.eyrie.testkit.LoaderWatch;
import io.eyrie.testkit.MadeAlert;
import io.eyrie.testkit.OutputRun;
import io.eyrie.testkit.PluginJar;
import io.eyrie.testkit.SourceRun;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real plugins as jars: they work, and go on working while others come, change and go. */
class NeighboursTest {

  private static final Duration DEADLINE = Duration.ofMinutes(1);
  private static final int ROUNDS = 10;
  private static final int LINES_PER_ROUND = 1000;

  @TempDir Path temp;

  @Test
  void allFiveProofPluginsAreLoadedAsJars() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginJar.of("file", "1.0.0").packageOf(FilePlugin.class).writeTo(plugins.resolve("file.jar"));
    PluginJar.of("queue", "1.0.0")
        .packageOf(QueuePlugin.class)
        .writeTo(plugins.resolve("queue.jar"));
    PluginJar.of("webhook", "1.0.0")
        .packageOf(WebHookPlugin.class)
        .writeTo(plugins.resolve("webhook.jar"));
    PluginJar.of("poller", "1.0.0")
        .packageOf(PollerPlugin.class)
        .plain()
        .writeTo(plugins.resolve("poller.jar"));
    PluginJar.of("serving", "1.0.0")
        .packageOf(ServingPlugin.class)
        .writeTo(plugins.resolve("serving.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.modules().loaded())
          .extracting(LoadedPlugin::id)
          .containsExactlyInAnyOrder("file", "queue", "webhook", "poller", "serving");
      assertThat(folder.plugin("file").sources().getFirst().getClass().getClassLoader())
          .isNotSameAs(FilePlugin.class.getClassLoader());
    }
  }

  @Test
  void aSourceMissesNothingWhileAnotherPluginIsAddedReplacedAndRemoved() throws Exception {
    Path plugins = Folder.plugins(temp);
    PluginJar.of("file", "1.0.0").packageOf(FilePlugin.class).writeTo(plugins.resolve("file.jar"));
    Path file = Files.createFile(temp.resolve("numbered.log"));
    try (Folder folder = Folder.open(temp);
        SourceRun run =
            SourceRun.of(folder.plugin("file").sources().getFirst(), temp)
                .config(Map.of("files", file.toString()))
                .open()) {
      Path guest = folder.plugins.resolve("guest.jar");
      for (int round = 0; round < ROUNDS; round++) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES_PER_ROUND; i++) {
          lines.append("n=").append(round * LINES_PER_ROUND + i).append('\n');
        }
        Files.writeString(file, lines, StandardOpenOption.APPEND);
        run.poll();
        switch (round % 3) {
          case 0, 1 -> folder.put("guest.jar", PluginTexts.empty("guest", "1.0." + round));
          default -> Files.delete(guest);
        }
        folder.modules().rescan();
        run.pollUntil((round + 1) * LINES_PER_ROUND, DEADLINE);
      }
      Set<Object> numbers = new HashSet<>();
      run.events().forEach(event -> numbers.add(event.values().get("line.number")));
      assertThat(numbers).hasSize(ROUNDS * LINES_PER_ROUND);
      assertThat(run.events()).hasSize(ROUNDS * LINES_PER_ROUND);
      assertThat(run.faults()).isEmpty();
    }
  }

  @Test
  void aPluginThatHasServedTrafficIsCollectedWhenItGoes() throws Exception {
    Path plugins = Folder.plugins(temp);
    Path jar = plugins.resolve("serving.jar");
    PluginJar.of("serving", "1.0.0").packageOf(ServingPlugin.class).writeTo(jar);
    try (Folder folder = Folder.open(temp)) {
      serve(folder.plugin("serving"));
      LoaderWatch watch = LoaderWatch.of(folder.plugin("serving").loader());
      Files.delete(jar);
      folder.modules().rescan();
      watch.requireCollected(DEADLINE);
    }
  }

  private void serve(LoadedPlugin plugin) throws Exception {
    try (OutputRun run = OutputRun.open(plugin.outputs().getFirst(), Map.of(), temp)) {
      run.log().append(MadeAlert.number(1));
      try (var in = URI.create(run.endpoints().getFirst()).toURL().openStream()) {
        byte[] line = in.readNBytes(("t1 " + MadeAlert.number(1).json()).length());
        assertThat(new String(line, StandardCharsets.UTF_8))
            .isEqualTo("t1 " + MadeAlert.number(1).json());
      }
    }
  }
}

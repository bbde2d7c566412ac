// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.testkit.LoaderWatch;
import io.eyrie.testkit.PluginJar;
import io.eyrie.testkit.ThreadCensus;
import java.io.IOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing of a plugin stays behind when it goes, and nothing of the modules when they are closed.
 */
class UnloadingTest {

  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int REDEPLOYS = 50;

  @TempDir Path temp;

  @Test
  void theLoaderOfAReplacedAndOfARemovedPluginIsCollected() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      Path jar = folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"1\""));
      folder.modules().rescan();
      LoaderWatch first = LoaderWatch.of(folder.plugin("guest").loader());
      folder.put("guest.jar", PluginTexts.saying("guest", "2.0.0", "\"2\""));
      folder.modules().rescan();
      first.requireCollected(DEADLINE);
      LoaderWatch second = LoaderWatch.of(folder.plugin("guest").loader());
      Files.delete(jar);
      folder.modules().rescan();
      second.requireCollected(DEADLINE);
    }
  }

  @Test
  void theLoaderOfARefusedCandidateIsCollected() throws IOException {
    List<LoaderWatch> refused = new ArrayList<>();
    try (Folder folder = Folder.open(temp)) {
      folder.put("guest.jar", PluginTexts.empty("guest", "1.0.0"));
      folder.modules().rescan();
      folder
          .modules()
          .follow(
              new ModuleListener() {
                @Override
                public void added(LoadedPlugin plugin) {}

                @Override
                public void replace(LoadedPlugin old, LoadedPlugin candidate) throws PluginRefused {
                  refused.add(LoaderWatch.of(candidate.loader()));
                  throw new PluginRefused("not now");
                }

                @Override
                public void removed(LoadedPlugin plugin) {}
              });
      folder.put("guest.jar", PluginTexts.empty("guest", "2.0.0"));
      folder.modules().rescan();
      assertThat(refused).hasSize(1);
      refused.getFirst().requireCollected(DEADLINE);
    }
  }

  @Test
  void fiftyRedeploysLeaveNoLoaderNoCopyAndNoThreadBehind() throws IOException {
    byte[][] versions = {
      PluginTexts.saying("guest", "1.0.0", "\"even\"").bytes(),
      PluginTexts.saying("guest", "1.0.1", "\"odd\"").bytes()
    };
    try (Folder folder = Folder.open(temp)) {
      Path jar = folder.plugins.resolve("guest.jar");
      List<LoaderWatch> old = new ArrayList<>();
      ThreadCensus census = ThreadCensus.take();
      for (int i = 0; i < REDEPLOYS; i++) {
        Path part = temp.resolve("part");
        Files.write(part, versions[i % 2]);
        Files.move(part, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        folder.modules().rescan();
        assertThat(PluginTexts.heard(folder.plugin("guest")))
            .isEqualTo(i % 2 == 0 ? "even" : "odd");
        old.add(LoaderWatch.of(folder.plugin("guest").loader()));
      }
      old.removeLast();
      old.forEach(watch -> watch.requireCollected(DEADLINE));
      assertThat(census.stillThereAfter(DEADLINE)).isEmpty();
      assertThat(copies(folder.home)).hasSize(1);
    }
  }

  @Test
  void closingEndsAllThreadsAndRemovesAllCopies() throws IOException {
    ThreadCensus census = ThreadCensus.take();
    PluginTexts.empty("guest", "1.0.0").writeTo(Folder.plugins(temp).resolve("guest.jar"));
    LoaderWatch watch;
    try (Folder folder = Folder.open(temp)) {
      watch = LoaderWatch.of(folder.plugin("guest").loader());
      assertThat(census.newcomers())
          .as("a main that fails without closing must not keep the process alive")
          .allMatch(Thread::isDaemon);
    }
    assertThat(census.stillThereAfter(DEADLINE)).isEmpty();
    assertThat(temp.resolve("home/modules")).isEmptyDirectory();
    watch.requireCollected(DEADLINE);
  }

  @Test
  void modulesThatNobodyTookAreClosedToo() throws IOException {
    ThreadCensus census = ThreadCensus.take();
    PluginTexts.empty("guest", "1.0.0").writeTo(Folder.plugins(temp).resolve("guest.jar"));

    Modules.begin(Modules.Settings.of(Folder.plugins(temp), temp.resolve("home"))).close();

    assertThat(census.stillThereAfter(DEADLINE)).isEmpty();
    assertThat(temp.resolve("home/modules")).isEmptyDirectory();
  }

  @Test
  void twoProcessesOnOneHomeDoNotMeetAndWhatAKilledOneLeftIsRemoved() throws IOException {
    Path abandoned = Files.createDirectories(temp.resolve("home/modules/1-killed/jars"));
    Files.write(abandoned.resolve("1-guest.jar"), PluginJar.garbage());
    Files.createFile(abandoned.resolveSibling("lock"));
    PluginTexts.empty("guest", "1.0.0").writeTo(Folder.plugins(temp).resolve("guest.jar"));
    try (Folder one = Folder.open(temp);
        Folder other = Folder.open(temp)) {
      assertThat(abandoned.getParent()).doesNotExist();
      assertThat(temp.resolve("home/modules")).isDirectoryContaining(Files::isDirectory);
      assertThat(copies(temp.resolve("home"))).hasSize(2);
      assertThat(one.plugin("guest").loader()).isNotSameAs(other.plugin("guest").loader());
    }
  }

  @Test
  void aHomeThatCanNotBeWrittenToIsReplacedByATemporaryFolder() throws IOException {
    // A file in place of the home refuses even the superuser.
    Path home = Files.createFile(temp.resolve("home"));
    PluginTexts.empty("guest", "1.0.0").writeTo(Folder.plugins(temp).resolve("guest.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.plugin("guest").version()).isEqualTo("1.0.0");
    }
    assertThat(home).isRegularFile();
  }

  @Test
  void classesOfUnloadedPluginsAreUnloadedByTheJvm() throws IOException {
    ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
    try (Folder folder = Folder.open(temp)) {
      Path jar = folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"1\""));
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("1");
      long before = classes.getUnloadedClassCount();
      Files.delete(jar);
      folder.modules().rescan();
      Folder.await(
          "classes unloaded",
          () -> {
            System.gc();
            return classes.getUnloadedClassCount() >= before + 2;
          });
    }
  }

  private static List<Path> copies(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home.resolve("modules"))) {
      return files.filter(file -> file.toString().contains("/jars/")).toList();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eyrie.server.modules.ModuleStatus.State;
import io.eyrie.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jars that are dropped in, replaced and removed while the host runs. */
class HotDeployTest {

  @TempDir Path temp;
  private final Recording heard = new Recording();

  @Test
  void aJarThatIsDroppedInIsLoadedAndOneThatIsRemovedIsUnloaded() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.empty("stays", "1.0.0").writeTo(plugins.resolve("stays.jar"));
    try (Folder folder = Folder.open(temp)) {
      folder.modules().follow(heard);
      ClassLoader neighbour = folder.plugin("stays").loader();
      Path jar = folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"hello\""));
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("added guest 1.0.0");
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("hello");

      Files.delete(jar);
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("added guest 1.0.0", "removed guest 1.0.0");
      assertThat(folder.modules().list()).singleElement().isEqualTo(folder.status("stays.jar"));
      assertThat(folder.plugin("stays").loader()).isSameAs(neighbour);
    }
  }

  @Test
  void theFolderIsFollowedWithoutBeingAskedTo() throws IOException {
    try (Folder folder = Folder.openLooking(temp, Duration.ofMillis(20))) {
      folder.modules().follow(heard);
      Path jar = folder.put("guest.jar", PluginTexts.empty("guest", "1.0.0"));
      Folder.await("loaded", () -> heard.calls.contains("added guest 1.0.0"));
      folder.put("guest.jar", PluginTexts.empty("guest", "1.1.0"));
      Folder.await("replaced", () -> heard.calls.contains("replaced guest 1.0.0 by 1.1.0"));
      Files.delete(jar);
      Folder.await("removed", () -> heard.calls.contains("removed guest 1.1.0"));
    }
  }

  @Test
  void aJarThatIsCopiedSlowlyIsTakenOnceItIsWhole() throws IOException {
    byte[] whole = PluginTexts.empty("guest", "1.0.0").bytes();
    try (Folder folder = Folder.openLooking(temp, Duration.ofMillis(20))) {
      folder.modules().follow(heard);
      Path jar = folder.plugins.resolve("guest.jar");
      Files.write(jar, Arrays.copyOf(whole, whole.length / 2));
      Folder.await(
          "told that it is a part of a jar",
          () ->
              folder.modules().list().stream()
                  .anyMatch(status -> status.reason().orElse("").contains("only a part of one")));
      Files.write(jar, whole);
      Folder.await("loaded", () -> heard.calls.contains("added guest 1.0.0"));
    }
  }

  @Test
  void aRunningPluginOutlivesItsJarBeingOverwrittenInPlace() throws IOException {
    Path plugins = Folder.plugins(temp);
    Path jar = plugins.resolve("guest.jar");
    PluginTexts.saying("guest", "1.0.0", "new Late().text()")
        .source("p.Late", "package p; class Late { String text() { return \"late\"; } }")
        .writeTo(jar);
    try (Folder folder = Folder.open(temp)) {
      Files.write(jar, PluginJar.garbage());
      assertThat(PluginTexts.heard(folder.plugin("guest")))
          .as("a class that was not loaded before")
          .isEqualTo("late");
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("late");
      assertThat(folder.status("guest.jar").state()).isEqualTo(State.LOADED);
      assertThat(folder.status("guest.jar").version()).isEqualTo("1.0.0");
      assertThat(folder.reason("guest.jar"))
          .startsWith("the jar has changed; what is there now was refused: is no jar")
          .endsWith("; 1.0.0 goes on");
    }
  }

  @Test
  void aReplacementIsReadyBeforeTheOldOneStops() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"old\""));
      folder.modules().rescan();
      List<String> both = new ArrayList<>();
      folder
          .modules()
          .follow(
              new Recording() {
                @Override
                public void replace(LoadedPlugin old, LoadedPlugin candidate) {
                  both.add(PluginTexts.heard(old) + " and " + PluginTexts.heard(candidate));
                }
              });
      folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"new\""));
      folder.modules().rescan();
      assertThat(both).containsExactly("old and new");
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("new");
    }
  }

  @Test
  void theHostMayRefuseAReplacementAndTheOldOneGoesOn() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder.put("guest.jar", PluginTexts.saying("guest", "1.0.0", "\"old\""));
      folder.modules().rescan();
      ClassLoader loader = folder.plugin("guest").loader();
      heard.refusal = "rule 'X' uses the field a.b, which it does not have any more";
      folder.modules().follow(heard);
      folder.put("guest.jar", PluginTexts.saying("guest", "2.0.0", "\"new\""));
      folder.modules().rescan();
      assertThat(folder.plugin("guest").loader()).isSameAs(loader);
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("old");
      assertThat(folder.status("guest.jar"))
          .isEqualTo(
              new ModuleStatus(
                  folder.plugins.resolve("guest.jar"),
                  "guest",
                  "1.0.0",
                  "[0.1,1)",
                  State.LOADED,
                  java.util.Optional.of(
                      "the jar has changed; what is there now version 2.0.0 was refused: rule 'X'"
                          + " uses the field a.b, which it does not have any more; 1.0.0 goes on")));
      heard.refusal = null;
      folder.put("guest.jar", PluginTexts.saying("guest", "2.0.1", "\"mended\""));
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("mended");
      assertThat(folder.reason("guest.jar")).isEmpty();
    }
  }

  @Test
  void theHostMayRefuseANewcomer() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      heard.refusal = "brings the source x, which y brings already";
      folder.modules().follow(heard);
      folder.put("guest.jar", PluginTexts.empty("guest", "1.0.0"));
      folder.modules().rescan();
      assertThat(folder.status("guest.jar").state()).isEqualTo(State.REFUSED);
      assertThat(folder.reason("guest.jar"))
          .isEqualTo("brings the source x, which y brings already");
      assertThat(folder.modules().loaded()).isEmpty();
    }
  }

  @Test
  void aHostThatFailsToTakeAPluginDoesNotStopTheFolder() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder
          .modules()
          .follow(
              new Recording() {
                @Override
                public void added(LoadedPlugin plugin) {
                  if (plugin.id().equals("bad")) {
                    throw new IllegalStateException("no luck");
                  }
                }
              });
      folder.put("bad.jar", PluginTexts.empty("bad", "1.0.0"));
      folder.put("good.jar", PluginTexts.empty("good", "1.0.0"));
      folder.modules().rescan();
      assertThat(folder.reason("bad.jar")).contains("a fault of the host");
      assertThat(folder.status("good.jar").state()).isEqualTo(State.LOADED);
    }
  }

  @Test
  void aBrokenReplacementLeavesTheOldOneRunningAfterARestartToo() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.saying("guest", "1.0.0", "\"old\"").writeTo(plugins.resolve("guest-1.0.0.jar"));
    PluginTexts.saying("guest", "2.0.0", "\"new\"")
        .api("[2.0,3)")
        .writeTo(plugins.resolve("guest-2.0.0.jar"));
    for (int start = 0; start < 2; start++) {
      try (Folder folder = Folder.open(temp)) {
        assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("old");
        assertThat(folder.status("guest-2.0.0.jar").state()).isEqualTo(State.REFUSED);
        assertThat(folder.reason("guest-2.0.0.jar"))
            .contains("needs package io.eyrie.api [2.0,3)")
            .endsWith("; 1.0.0 from guest-1.0.0.jar goes on");
      }
    }
  }

  @Test
  void aNewVersionInADifferentlyNamedJarReplacesAndItsRemovalBringsTheOldOneBack()
      throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder.put("guest-1.9.0.jar", PluginTexts.empty("guest", "1.9.0"));
      folder.modules().rescan();
      folder.modules().follow(heard);
      Path newer = folder.put("guest-1.10.0.jar", PluginTexts.empty("guest", "1.10.0"));
      folder.modules().rescan();
      assertThat(folder.status("guest-1.9.0.jar").state()).isEqualTo(State.SUPERSEDED);
      assertThat(folder.reason("guest-1.9.0.jar"))
          .isEqualTo("guest-1.10.0.jar brings version 1.10.0");
      Files.delete(newer);
      folder.modules().rescan();
      assertThat(heard.calls)
          .containsExactly("replaced guest 1.9.0 by 1.10.0", "replaced guest 1.10.0 by 1.9.0");
    }
  }

  @Test
  void anUpgradeByRenamingIsAReplacementToo() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      Path old = folder.put("guest-1.0.0.jar", PluginTexts.empty("guest", "1.0.0"));
      folder.modules().rescan();
      folder.modules().follow(heard);
      Files.delete(old);
      folder.put("guest-2.0.0.jar", PluginTexts.empty("guest", "2.0.0"));
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("replaced guest 1.0.0 by 2.0.0");
    }
  }

  @Test
  void anUpgradeThatRemovesTheOldJarFirstIsAReplacementWhenFollowedToo() throws IOException {
    Path plugins = Folder.plugins(temp);
    Path old = PluginTexts.empty("guest", "1.0.0").writeTo(plugins.resolve("guest-1.0.0.jar"));
    PluginJar newer = PluginTexts.empty("guest", "2.0.0");
    Path ready = newer.writeTo(temp.resolve("ready.jar"));
    try (Folder folder = Folder.openLooking(temp, Duration.ofSeconds(1))) {
      folder.modules().follow(heard);
      Files.delete(old);
      Files.move(ready, plugins.resolve("guest-2.0.0.jar"));
      Folder.await("upgraded", () -> !heard.calls.isEmpty());
      assertThat(heard.calls).containsExactly("replaced guest 1.0.0 by 2.0.0");
    }
  }

  @Test
  void anUpgradeByRenamingThatCanNotTakeOverLeavesTheOldOne() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      Path old = folder.put("guest-1.0.0.jar", PluginTexts.saying("guest", "1.0.0", "\"old\""));
      folder.modules().rescan();
      Files.delete(old);
      folder.put("guest-2.0.0.jar", PluginTexts.empty("guest", "2.0.0").entry("p.Gone"));
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("guest"))).isEqualTo("old");
      assertThat(folder.reason("guest-1.0.0.jar"))
          .isEqualTo("its jar is gone; it goes on until its replacement can be loaded");
      Files.delete(folder.plugins.resolve("guest-2.0.0.jar"));
      folder.modules().rescan();
      assertThat(folder.modules().list()).isEmpty();
    }
  }

  @Test
  void aJarThatBecomesAnotherPluginUnloadsTheFirst() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder.put("a.jar", PluginTexts.empty("one", "1.0.0"));
      folder.modules().rescan();
      folder.modules().follow(heard);
      folder.put("a.jar", PluginTexts.empty("other", "1.0.0"));
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("removed one 1.0.0", "added other 1.0.0");
    }
  }

  @Test
  void whatDependsOnAReplacedPluginGoesBeforeItAndComesBack() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      folder.put(
          "user.jar",
          PluginTexts.empty("user", "1.0.0").header("Plugin-Dependencies", "used@>=1.0.0"));
      folder.put("used.jar", PluginTexts.empty("used", "1.0.0"));
      folder.modules().rescan();
      assertThat(folder.modules().loaded())
          .as("whatever the order of their names")
          .extracting(LoadedPlugin::id)
          .containsExactly("used", "user");
      folder.modules().follow(heard);
      Path used = folder.put("used.jar", PluginTexts.empty("used", "1.1.0"));
      folder.modules().rescan();
      assertThat(heard.calls)
          .containsExactly(
              "replaced used 1.0.0 by 1.1.0", "removed user 1.0.0", "added user 1.0.0");
      heard.calls.clear();
      Files.delete(used);
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("removed user 1.0.0", "removed used 1.1.0");
      assertThat(folder.reason("user.jar")).startsWith("needs the plugin used >=1.0.0");
    }
  }

  @Test
  void whatUsesAnotherPluginsPackagesGoesBeforeItAndComesBack() throws IOException {
    String library =
        "package lib; public class Word { public static String text() { return \"%s\"; } }";
    try (Folder folder = Folder.open(temp)) {
      Path compiled = temp.resolve("lib.jar");
      Files.write(compiled, PluginJar.libraryOf("lib.Word", library.formatted("")));
      folder.put(
          "user.jar",
          PluginTexts.saying("user", "1.0.0", "lib.Word.text()")
              .compileAgainst(compiled)
              .header("DynamicImport-Package", "lib"));
      folder.put("used.jar", exporting("1.0.0", library.formatted("one")));
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("user"))).isEqualTo("one");
      folder.modules().follow(heard);
      folder.put("used.jar", exporting("1.1.0", library.formatted("two")));
      folder.modules().rescan();
      assertThat(PluginTexts.heard(folder.plugin("user"))).isEqualTo("two");
      assertThat(heard.calls)
          .containsExactly(
              "replaced used 1.0.0 by 1.1.0", "removed user 1.0.0", "added user 1.0.0");
    }
  }

  @Test
  void aListenerThatWouldWaitForItselfIsToldSo() throws IOException {
    try (Folder folder = Folder.open(temp)) {
      List<Throwable> thrown = new ArrayList<>();
      folder
          .modules()
          .follow(
              new Recording() {
                @Override
                public void added(LoadedPlugin plugin) {
                  assertThatThrownBy(() -> folder.modules().rescan()).satisfies(thrown::add);
                }
              });
      folder.put("guest.jar", PluginTexts.empty("guest", "1.0.0"));
      folder.modules().rescan();
      assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
    }
  }

  private static PluginJar exporting(String version, String text) {
    return PluginTexts.empty("used", version)
        .source("lib.Word", text)
        .header("Export-Package", "lib");
  }
}

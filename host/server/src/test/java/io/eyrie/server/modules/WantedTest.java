// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.server.modules.ModuleStatus.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the plugins in the folder those are loaded that something asks for. */
class WantedTest {

  @TempDir Path temp;
  private final Recording heard = new Recording();

  @Test
  void whatNobodyAsksForIsKnownButNotLoaded() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.empty("asked", "1.0.0").writeTo(plugins.resolve("asked.jar"));
    PluginTexts.saying("other", "2.0.0", "String.valueOf(1 / 0)")
        .writeTo(plugins.resolve("other.jar"));
    try (Folder folder = Folder.openFor(temp, "asked")) {
      assertThat(loaded(folder)).containsExactly("asked");
      assertThat(folder.status("other.jar"))
          .extracting(ModuleStatus::id, ModuleStatus::version, ModuleStatus::state)
          .containsExactly("other", "2.0.0", State.IDLE);

      folder.modules().follow(heard);
      folder.put("late.jar", PluginTexts.empty("late", "1.0.0"));
      folder.put("asked.jar", PluginTexts.empty("asked", "1.1.0"));
      folder.modules().rescan();
      assertThat(heard.calls).containsExactly("replaced asked 1.0.0 by 1.1.0");
      assertThat(folder.status("late.jar").state()).isEqualTo(State.IDLE);
    }
  }

  @Test
  void withAPluginComesWhatItDependsOn() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.empty("asked", "1.0.0")
        .header("Plugin-Dependencies", "used@>=1.0.0")
        .writeTo(plugins.resolve("asked.jar"));
    PluginTexts.empty("used", "1.0.0")
        .header("Plugin-Dependencies", "base@>=1.0.0")
        .writeTo(plugins.resolve("used.jar"));
    PluginTexts.empty("base", "1.0.0").writeTo(plugins.resolve("base.jar"));
    PluginTexts.empty("sharing", "1.0.0")
        .header("Export-Package", "p")
        .writeTo(plugins.resolve("sharing.jar"));
    PluginTexts.empty("other", "1.0.0").writeTo(plugins.resolve("other.jar"));
    try (Folder folder = Folder.openFor(temp, "asked")) {
      assertThat(loaded(folder)).containsExactlyInAnyOrder("base", "used", "asked", "sharing");
    }
  }

  @Test
  void whatIsAskedForLaterIsLoadedThenAndWhatRunsGoesOn() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.empty("first", "1.0.0").writeTo(plugins.resolve("first.jar"));
    PluginTexts.empty("second", "1.0.0").writeTo(plugins.resolve("second.jar"));
    try (Folder folder = Folder.openFor(temp, "first")) {
      folder.modules().follow(heard);
      folder.modules().want("second"::equals);
      assertThat(heard.calls).containsExactly("added second 1.0.0");
      assertThat(loaded(folder)).containsExactly("first", "second");
    }
  }

  @Test
  void whatTheHostRefusedIsTriedAgainWhenItIsAskedForAgain() throws IOException {
    PluginTexts.empty("guest", "1.0.0").writeTo(Folder.plugins(temp).resolve("guest.jar"));
    try (Folder folder = Folder.openFor(temp)) {
      folder.modules().follow(heard);
      heard.refusal = "does not fit the rules";
      folder.modules().want("guest"::equals);
      assertThat(folder.reason("guest.jar")).isEqualTo("does not fit the rules");

      heard.refusal = null;
      folder.modules().want("guest"::equals);
      assertThat(heard.calls).containsExactly("added guest 1.0.0");
    }
  }

  private static List<String> loaded(Folder folder) {
    return folder.modules().loaded().stream().map(LoadedPlugin::id).toList();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.server.modules.ModuleStatus.State;
import io.eyrie.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModulesTest {

  @TempDir Path temp;

  @Test
  void aPluginOfTheFolderIsLoaded() throws IOException {
    Path plugins = Files.createDirectory(temp.resolve("plugins"));
    PluginJar.of("hello", "1.0.0")
        .source(
            "hello.HelloPlugin",
            "package hello; public final class HelloPlugin implements io.eyrie.api.Plugin {}")
        .entry("hello.HelloPlugin")
        .writeTo(plugins.resolve("hello.jar"));
    try (Modules modules = Modules.open(Modules.Settings.of(plugins, temp.resolve("home")))) {
      assertThat(modules.list())
          .singleElement()
          .satisfies(status -> assertThat(status.state()).as("%s", status).isEqualTo(State.LOADED));
      assertThat(modules.loaded()).singleElement().extracting(LoadedPlugin::id).isEqualTo("hello");
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plugin sees: the plugin API, the JDK, its own libraries, and nothing else of the host. */
class IsolationTest {

  @TempDir Path temp;

  @Test
  void twoPluginsCarryTwoVersionsOfOneLibrary() throws IOException {
    Path plugins = Folder.plugins(temp);
    for (String version : new String[] {"1.0.0", "2.0.0"}) {
      byte[] library =
          PluginJar.libraryOf(
              "lib.Version",
              "package lib; public class Version { public static String text() { return \""
                  + version
                  + "\"; } }");
      String id = "with-" + version.charAt(0);
      PluginTexts.saying(id, "1.0.0", "lib.Version.text()")
          .library("lib", library)
          .writeTo(plugins.resolve(id + ".jar"));
    }
    try (Folder folder = Folder.open(temp)) {
      assertThat(PluginTexts.heard(folder.plugin("with-1"))).isEqualTo("1.0.0");
      assertThat(PluginTexts.heard(folder.plugin("with-2"))).isEqualTo("2.0.0");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "io.eyrie.server.modules.Modules",
        "io.eyrie.testkit.PluginJar",
        "org.pf4j.Plugin",
        "org.osgi.framework.Bundle",
        "org.osgi.framework.FrameworkUtil",
        "org.apache.felix.framework.Felix",
        "org.slf4j.Logger",
        "org.sqlite.JDBC",
        "picocli.CommandLine",
        "tools.jackson.core.json.JsonFactory",
        "org.junit.jupiter.api.Test"
      })
  void nothingElseOfTheHostIsVisible(String className) throws IOException, ClassNotFoundException {
    assertThat(Class.forName(className)).as("the host has it").isNotNull();
    assertThat(tryFrom("sees", "p.Entry.class.getClassLoader()", className)).isEqualTo("not found");
    assertThat(tryFrom("context", "Thread.currentThread().getContextClassLoader()", className))
        .as("nor by the context class loader, which is the plugin's own while it starts")
        .isEqualTo("not found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.net.http.HttpClient",
        "java.sql.Connection",
        "javax.net.ssl.SSLContext",
        "javax.xml.parsers.SAXParser",
        "org.w3c.dom.Document",
        "com.sun.net.httpserver.HttpServer",
        "sun.misc.Unsafe",
        "io.eyrie.api.source.Source"
      })
  void theJdkAndThePluginApiAreVisibleWithoutImports(String className) throws IOException {
    assertThat(tryFrom("sees", "p.Entry.class.getClassLoader()", className)).isEqualTo("found");
  }

  @Test
  void noFileOfTheHostsClassPathIsVisible() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.saying(
            "looks",
            "1.0.0",
            "String.valueOf(p.Entry.class.getResource(\"/org/pf4j/Plugin.class\"))"
                + " + p.Entry.class.getResource(\"/io/eyrie/server/modules/Modules.class\")")
        .writeTo(plugins.resolve("looks.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(PluginTexts.heard(folder.plugin("looks"))).isEqualTo("nullnull");
    }
  }

  @Test
  void aNativePluginGetsTheHostsJnrFfiAndNobodyElseDoes() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.saying(
            "native", "1.0.0", tried("p.Entry.class.getClassLoader()", "jnr.ffi.Pointer"))
        .header("DynamicImport-Package", "com.kenai.jffi,jnr.ffi,jnr.ffi.*")
        .writeTo(plugins.resolve("native.jar"));
    PluginTexts.saying("other", "1.0.0", tried("p.Entry.class.getClassLoader()", "jnr.ffi.Pointer"))
        .writeTo(plugins.resolve("other.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(PluginTexts.heard(folder.plugin("native"))).isEqualTo("found");
      assertThat(PluginTexts.heard(folder.plugin("other"))).isEqualTo("not found");
    }
  }

  @Test
  void aPlainPf4jJarWithALibraryInsideRuns() throws IOException {
    Path plugins = Folder.plugins(temp);
    byte[] library =
        PluginJar.libraryOf(
            "lib.Word",
            "package lib; public class Word { public static String text() { return \"plain\"; } }");
    PluginTexts.saying("plain", "1.0.0-rc.1", "lib.Word.text()")
        .library("lib", library)
        .plain()
        .header("Plugin-Requires", ">=0.1.0 & <1.0.0")
        .writeTo(plugins.resolve("plain.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(PluginTexts.heard(folder.plugin("plain"))).isEqualTo("plain");
      assertThat(folder.status("plain.jar").apiWanted()).isEqualTo(">=0.1.0 & <1.0.0");
      assertThat(folder.plugin("plain").version()).isEqualTo("1.0.0-rc.1");
    }
  }

  @Test
  void aPlainPf4jJarSeesNoMoreOfTheHostThanABundleDoes() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.saying("plain", "1.0.0", tried("p.Entry.class.getClassLoader()", "org.pf4j.Plugin"))
        .plain()
        .writeTo(plugins.resolve("plain.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(PluginTexts.heard(folder.plugin("plain"))).isEqualTo("not found");
      assertThat(folder.status("plain.jar").apiWanted()).isEqualTo("any");
    }
  }

  @Test
  void aPluginOfAnOlderJavaRuns() throws IOException {
    PluginTexts.empty("old", "1.0.0").release(17).writeTo(Folder.plugins(temp).resolve("old.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.plugin("old").version()).isEqualTo("1.0.0");
    }
  }

  private String tryFrom(String id, String loader, String className) throws IOException {
    Path plugins = Folder.plugins(temp);
    // Asked for when the description is read, so kept from the start, when the context is set.
    PluginJar.of(id, "1.0.0")
        .entry("p.Entry")
        .source(
            "p.Entry",
            PluginTexts.entry(
                "String found = "
                    + tried(loader, className)
                    + "; return List.of(new Said(found));"))
        .source(
            "p.Said",
            PluginTexts.said("found")
                .replace(
                    "implements OutputProvider {",
                    "implements OutputProvider { private final String found; "
                        + "Said(String found) { this.found = found; }"))
        .writeTo(plugins.resolve(id + ".jar"));
    try (Folder folder = Folder.open(temp)) {
      return PluginTexts.heard(folder.plugin(id));
    }
  }

  private static String tried(String loader, String className) {
    return """
    new Object() {
      String found() {
        try {
          Class.forName("%s", false, %s);
          return "found";
        } catch (ClassNotFoundException e) {
          return "not found";
        }
      }
    }.found()\
    """
        .formatted(className, loader);
  }
}

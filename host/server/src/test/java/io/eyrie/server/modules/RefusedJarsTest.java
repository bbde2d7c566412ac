// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.eyrie.server.modules.ModuleStatus.State;
import io.eyrie.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each jar that can't run is listed with the reason, and all others run. */
class RefusedJarsTest {

  @TempDir Path temp;

  @ParameterizedTest(name = "{0}")
  @MethodSource("badJars")
  void aBadJarIsListedWithTheReasonAndTheOthersRun(String what, byte[] content, String reason)
      throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginTexts.empty("aaa", "1.0.0").writeTo(plugins.resolve("aaa.jar"));
    Files.write(plugins.resolve("bad.jar"), content);
    PluginTexts.empty("zzz", "1.0.0").writeTo(plugins.resolve("zzz.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.status("bad.jar").state()).isEqualTo(State.REFUSED);
      assertThat(folder.reason("bad.jar")).contains(reason);
      assertThat(folder.modules().loaded())
          .extracting(LoadedPlugin::id)
          .containsExactly("aaa", "zzz");
    }
  }

  static Stream<Arguments> badJars() throws IOException {
    return Stream.of(
        arguments("garbage", PluginJar.garbage(), "is no jar, or only a part of one"),
        arguments(
            "truncated",
            PluginTexts.empty("bad", "1.0.0").truncated(),
            "is no jar, or only a part of one"),
        arguments("empty", new byte[0], "is an empty file; copy the jar again"),
        arguments(
            "no manifest",
            PluginTexts.empty("bad", "1.0.0").withoutManifest().bytes(),
            "has no META-INF/MANIFEST.MF"),
        arguments(
            "a library",
            PluginTexts.empty("bad", "1.0.0").without("Plugin-Id").bytes(),
            "is no plugin: its manifest has no Plugin-Id; a library belongs inside the jar"),
        arguments(
            "odd id",
            PluginTexts.empty("bad", "1.0.0").header("Plugin-Id", "../bad").bytes(),
            "has the Plugin-Id '../bad'; allowed are letters"),
        arguments(
            "no version",
            PluginTexts.empty("bad", "1.0.0").without("Plugin-Version").bytes(),
            "has no Plugin-Version; it has to be of the form 1.2.3"),
        arguments(
            "odd version",
            PluginTexts.empty("bad", "latest").bytes(),
            "has the Plugin-Version 'latest'; it has to be of the form 1.2.3"),
        arguments(
            "no entry",
            PluginTexts.empty("bad", "1.0.0").without("Plugin-Class").bytes(),
            "has no Plugin-Class; it names the class that implements io.eyrie.api.Plugin"),
        arguments(
            "entry not there",
            PluginTexts.empty("bad", "1.0.0").entry("p.Other").bytes(),
            "Plugin-Class p.Other is not in the jar"),
        arguments(
            "entry of another kind",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source("p.Entry", "package p; public class Entry {}")
                .bytes(),
            "Plugin-Class p.Entry does not implement io.eyrie.api.Plugin"),
        arguments(
            "entry without a public constructor",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source(
                    "p.Entry",
                    "package p; public class Entry implements io.eyrie.api.Plugin"
                        + " { public Entry(int i) {} }")
                .bytes(),
            "Plugin-Class p.Entry has no public constructor without arguments"),
        arguments(
            "entry that throws",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source(
                    "p.Entry",
                    "package p; public class Entry implements io.eyrie.api.Plugin"
                        + " { public Entry() { throw new IllegalStateException(\"no luck\"); } }")
                .bytes(),
            "its constructor threw java.lang.IllegalStateException: no luck"),
        arguments(
            "outputs() that throws",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source("p.Entry", PluginTexts.entry("throw new Error(\"no luck\");"))
                .bytes(),
            "its entry threw java.lang.Error: no luck"),
        arguments(
            "outputs() that gives null",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source("p.Entry", PluginTexts.entry("return null;"))
                .bytes(),
            "outputs() is null, which the plugin API does not allow"),
        arguments(
            "output brought twice",
            PluginJar.of("bad", "1.0.0")
                .entry("p.Entry")
                .source("p.Entry", PluginTexts.entry("return List.of(new Said(), new Said());"))
                .source("p.Said", PluginTexts.said("\"\""))
                .bytes(),
            "brings the output said twice"),
        arguments(
            "another major of the API",
            PluginTexts.empty("bad", "1.0.0").api("[2.0,3)").bytes(),
            "needs package io.eyrie.api [2.0,3), offered: 0.1.0 (host); needs package"
                + " io.eyrie.api.alert [2.0,3), offered: 0.1.0 (host)"),
        arguments(
            "a plain jar that requires another API",
            PluginTexts.empty("bad", "1.0.0").plain().header("Plugin-Requires", ">=2.0.0").bytes(),
            "needs plugin API >=2.0.0 (Plugin-Requires), offered: 0.1.0 (host)"),
        arguments(
            "a Plugin-Requires that is none",
            PluginTexts.empty("bad", "1.0.0").header("Plugin-Requires", "new enough").bytes(),
            "has the Plugin-Requires 'new enough', which is no version range"),
        arguments(
            "made for a newer Java",
            PluginTexts.empty("bad", "1.0.0")
                .header("Require-Capability", "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\"")
                .bytes(),
            "needs Java 99, this host runs on Java " + Runtime.version().feature()),
        arguments(
            "compiled for a newer Java, and does not say so",
            newerClassFile(),
            "was compiled for a newer Java than this host's, Java "),
        arguments(
            "a package that nobody offers",
            PluginTexts.empty("bad", "1.0.0").header("Import-Package", "org.slf4j").bytes(),
            "needs package org.slf4j 0.0.0, which neither this host nor another plugin offers"),
        arguments(
            "an OSGi fragment",
            PluginTexts.empty("bad", "1.0.0").header("Fragment-Host", "aaa").bytes(),
            "is a bundle fragment, which can't be a plugin"),
        arguments(
            "a plugin that it depends on is not there",
            PluginTexts.empty("bad", "1.0.0")
                .header("Plugin-Dependencies", "other@>=1.0.0")
                .bytes(),
            "needs the plugin other >=1.0.0, which is not loaded"),
        arguments(
            "a plugin that it depends on is too old",
            PluginTexts.empty("bad", "1.0.0").header("Plugin-Dependencies", "aaa@>=2.0.0").bytes(),
            "needs the plugin aaa >=2.0.0, loaded is 1.0.0"),
        arguments(
            "a copy of the plugin API inside",
            withOwnApi(),
            "the jar has a copy of the plugin API of its own"));
  }

  @Test
  void aFolderNamedLikeAJarIsRefused() throws IOException {
    Files.createDirectory(Folder.plugins(temp).resolve("folder.jar"));
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.reason("folder.jar")).isEqualTo("is a folder; a plugin is one jar file");
    }
  }

  @Test
  void otherFilesOfTheFolderAreNoConcern() throws IOException {
    Path plugins = Folder.plugins(temp);
    Files.writeString(plugins.resolve("README"), "jars go here");
    PluginTexts.empty("aaa", "1.0.0").writeTo(plugins.resolve("aaa.jar"));
    Files.write(plugins.resolve("bbb.jar.part"), PluginJar.garbage());
    try (Folder folder = Folder.open(temp)) {
      assertThat(folder.modules().list()).singleElement().isEqualTo(folder.status("aaa.jar"));
    }
  }

  @Test
  void aMissingFolderCountsAsEmpty() throws IOException {
    try (Modules modules =
        Modules.open(Modules.Settings.of(temp.resolve("nowhere"), temp.resolve("home")))) {
      assertThat(modules.list()).isEmpty();
    }
  }

  @Test
  void anEntryThatHangsIsNamedAndHoldsUpNobody() throws IOException {
    Path plugins = Folder.plugins(temp);
    PluginJar.of("hangs", "1.0.0")
        .entry("p.Entry")
        .source(
            "p.Entry",
            PluginTexts.entry(
                "while (true) { try { Thread.sleep(Long.MAX_VALUE); } catch (InterruptedException e) { } }"))
        .writeTo(plugins.resolve("hangs.jar"));
    PluginTexts.empty("zzz", "1.0.0").writeTo(plugins.resolve("zzz.jar"));
    try (Folder folder = Folder.open(temp, Duration.ofMillis(20), Duration.ofSeconds(1))) {
      assertThat(folder.reason("hangs.jar"))
          .contains("has not started within 1 s")
          .contains("its thread eyrie-start-hangs can't be ended");
      assertThat(folder.status("zzz.jar").state()).isEqualTo(State.LOADED);
    }
  }

  private static byte[] newerClassFile() throws IOException {
    byte[] newer = PluginJar.libraryOf("p.Entry", PluginTexts.entry("return List.of();"));
    try (var jar = new java.util.jar.JarInputStream(new java.io.ByteArrayInputStream(newer))) {
      jar.getNextJarEntry();
      byte[] type = jar.readAllBytes();
      // The major version of a class file stands in its eighth byte.
      type[7] = (byte) 99;
      return PluginJar.of("bad", "1.0.0").entry("p.Entry").file("p/Entry.class", type).bytes();
    }
  }

  private static byte[] withOwnApi() throws IOException {
    String name = "io/eyrie/api/Plugin.class";
    try (var in = io.eyrie.api.Plugin.class.getResourceAsStream("/" + name)) {
      return PluginTexts.empty("bad", "1.0.0")
          .plain()
          .file(name, java.util.Objects.requireNonNull(in).readAllBytes())
          .bytes();
    }
  }
}

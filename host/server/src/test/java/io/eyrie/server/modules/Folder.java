// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.testkit.PluginJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** A plugins folder of a test, and the modules opened on it. */
final class Folder implements AutoCloseable {

  final Path plugins;
  final Path home;
  private final Modules modules;

  private Folder(Path plugins, Path home, Modules modules) {
    this.plugins = plugins;
    this.home = home;
    this.modules = modules;
  }

  static Path plugins(Path temp) throws IOException {
    return Files.createDirectories(temp.resolve("plugins"));
  }

  /** Opens the modules of {@code temp/plugins}, which look again only when they are asked to. */
  static Folder open(Path temp) throws IOException {
    return open(temp, Duration.ofHours(1), Duration.ofSeconds(30));
  }

  /** Opens the modules of {@code temp/plugins}, which look again by themselves. */
  static Folder openLooking(Path temp, Duration interval) throws IOException {
    return open(temp, interval, Duration.ofSeconds(30));
  }

  static Folder open(Path temp, Duration interval, Duration patience) throws IOException {
    return open(temp, interval, patience, _ -> true);
  }

  /** Opens the modules of {@code temp/plugins} for some plugins only. */
  static Folder openFor(Path temp, String... ids) throws IOException {
    return open(temp, Duration.ofHours(1), Duration.ofSeconds(30), List.of(ids)::contains);
  }

  private static Folder open(
      Path temp, Duration interval, Duration patience, Predicate<? super String> wanted)
      throws IOException {
    Path plugins = plugins(temp);
    Path home = temp.resolve("home");
    return new Folder(
        plugins,
        home,
        Modules.open(new Modules.Settings(plugins, home, interval, patience, wanted)));
  }

  Modules modules() {
    return modules;
  }

  Path put(String name, PluginJar jar) throws IOException {
    return jar.writeTo(plugins.resolve(name));
  }

  ModuleStatus status(String name) {
    return modules.list().stream()
        .filter(status -> status.jar().getFileName().toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + modules.list()));
  }

  String reason(String name) {
    return status(name).reason().orElse("");
  }

  LoadedPlugin plugin(String id) {
    return modules.loaded().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not loaded: " + modules.list()));
  }

  /** Waits for something that the modules' thread brings about. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  @Override
  public void close() {
    modules.close();
  }
}

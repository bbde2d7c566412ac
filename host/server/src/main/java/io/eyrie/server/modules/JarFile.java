// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is known of one jar of the plugins folder. For the modules' thread. */
final class JarFile {

  final Path path;
  @Nullable Fingerprint seen;
  @Nullable Fingerprint taken;
  @Nullable PluginJar plugin;
  @Nullable PluginRefused refusal;
  int refusedAt;
  boolean reported;

  /** Whether the last look did not find it. */
  boolean missed;

  JarFile(Path path) {
    this.path = path;
  }

  /** What it brings, where it is a plugin for sure. */
  PluginJar plugin() {
    if (plugin == null) {
      throw new IllegalStateException("no plugin: " + path);
    }
    return plugin;
  }

  /** Whether it is there and was not the same at the last two looks. */
  boolean unsettled() {
    return !missed && !Objects.equals(seen, taken);
  }

  /** This state of it was read; null when it is no plugin. */
  void take(Fingerprint fingerprint, @Nullable PluginJar read) {
    taken = fingerprint;
    plugin = read;
    refusal = null;
    reported = false;
  }

  /** It was changed since it was read: to be looked at again. */
  void forget() {
    seen = null;
    taken = null;
  }

  /** It was loaded. */
  void accept() {
    refusal = null;
    reported = false;
  }

  /**
   * It can't be loaded.
   *
   * @param at how many changes of the other plugins had been made
   */
  void refuse(PluginRefused reason, int at) {
    if (refusal == null || !String.valueOf(refusal.getMessage()).equals(reason.getMessage())) {
      reported = false;
    }
    refusal = reason;
    refusedAt = at;
  }

  /** Why it was refused; empty when it was not. */
  String why() {
    return refusal == null || refusal.getMessage() == null ? "" : refusal.getMessage();
  }

  /** How messages name it. */
  String label() {
    return plugin == null
        ? String.valueOf(path)
        : plugin.id() + " " + plugin.version() + " (" + path + ")";
  }
}

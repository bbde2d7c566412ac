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
  @Nullable StagedJar staged;
  @Nullable PluginRefused refusal;
  int refusedAt;
  boolean reported;

  /** Whether the last look did not find it. */
  boolean missed;

  JarFile(Path path) {
    this.path = path;
  }

  /** Its copy, where there is one for sure. */
  StagedJar staged() {
    if (staged == null) {
      throw new IllegalStateException("not staged: " + path);
    }
    return staged;
  }

  /** Whether it is there and was not the same at the last two looks. */
  boolean unsettled() {
    return !missed && !Objects.equals(seen, taken);
  }

  /** A copy of this state of it was made, or null when it is no plugin. */
  void take(Fingerprint fingerprint, @Nullable StagedJar copy) {
    taken = fingerprint;
    staged = copy;
    refusal = null;
    reported = false;
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

  void discard() {
    if (staged != null) {
      staged.discard();
    }
  }

  /** Why it was refused; empty when it was not. */
  String why() {
    return refusal == null || refusal.getMessage() == null ? "" : refusal.getMessage();
  }

  /** How messages name it. */
  String label() {
    return staged == null
        ? String.valueOf(path)
        : staged.id() + " " + staged.version() + " (" + path + ")";
  }
}

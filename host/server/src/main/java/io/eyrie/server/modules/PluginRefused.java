// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

/**
 * Says, in words for the operator, why a plugin can't run.
 *
 * <p>The message stands alone after the plugin's name: what is wrong and what to do about it.
 */
public final class PluginRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean dependsOnOthers;

  /** A refusal that stands until another plugin comes or goes, or the jar changes. */
  public PluginRefused(String message) {
    this(message, true);
  }

  private PluginRefused(String message, boolean dependsOnOthers) {
    super(message);
    this.dependsOnOthers = dependsOnOthers;
  }

  /** A refusal that stands until the jar changes. */
  static PluginRefused forGood(String message) {
    return new PluginRefused(message, false);
  }

  /** Whether it is worth another try when another plugin has come or gone. */
  boolean dependsOnOthers() {
    return dependsOnOthers;
  }
}

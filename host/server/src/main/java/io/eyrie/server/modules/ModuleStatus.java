// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of one jar of the plugins folder, for {@code eyrie plugins}.
 *
 * @param jar where it lies
 * @param id the plugin's id; empty when the jar does not tell
 * @param version the plugin's version, of the one that runs when the jar has been replaced by one
 *     that was refused; empty when the jar does not tell
 * @param apiWanted which versions of the plugin API it was built against, such as {@code [0.1,1)};
 *     {@code any} when it does not say; empty when the jar does not tell
 * @param state what became of it
 * @param reason why not, or what the operator should know besides; for a person
 */
public record ModuleStatus(
    Path jar, String id, String version, String apiWanted, State state, Optional<String> reason) {

  /** What became of a jar. */
  public enum State {
    /** The plugin runs. */
    LOADED,
    /** The plugin can't run; the reason says why and what to do. */
    REFUSED,
    /** Nothing asks for the plugin: the configuration names it neither as source nor as output. */
    IDLE,
    /** Another jar of the folder brings a newer version of the same plugin. */
    SUPERSEDED,
    /** The jar is still being written. */
    WAITING
  }
}

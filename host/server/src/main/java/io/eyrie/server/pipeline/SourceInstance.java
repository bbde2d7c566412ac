// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.pipeline;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.Source;
import io.eyrie.api.source.SourceContext;
import io.eyrie.api.source.SourceDeclaration;
import java.util.Optional;

/**
 * One configured use of an event source, ready to be opened.
 *
 * @param name unique in the host
 * @param plugin the id of the plugin, for messages
 * @param loader the plugin's class loader, the context of the worker's thread
 * @param declaration what the source says of itself
 * @param opener opens it; called again after each failure
 * @param rehearsal opens the made-up events that its code is run over once; empty when there are
 *     none or they are not wanted
 */
public record SourceInstance(
    String name,
    String plugin,
    ClassLoader loader,
    SourceDeclaration declaration,
    Opener opener,
    Optional<RehearsalOpener> rehearsal) {

  /** Opens a source with the configuration that belongs to the instance. */
  @FunctionalInterface
  public interface Opener {

    /** Opens it, on the worker's thread. */
    Source open(SourceContext context) throws PluginException;
  }

  /** Opens a source of made-up events. */
  @FunctionalInterface
  public interface RehearsalOpener {

    /** Opens it, on the thread of the rehearsal. */
    Source open(SourceContext context) throws PluginException;
  }
}

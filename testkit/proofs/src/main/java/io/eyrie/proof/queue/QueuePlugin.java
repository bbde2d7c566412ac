// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.queue;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** The entry of the plugin. */
public final class QueuePlugin implements Plugin {

  /** Called by the host. */
  public QueuePlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(new QueueProvider());
  }
}

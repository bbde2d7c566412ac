// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.serving;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import java.util.List;

/** The entry of the plugin. */
public final class ServingPlugin implements Plugin {

  /** Called by the host. */
  public ServingPlugin() {}

  @Override
  public List<OutputProvider> outputs() {
    return List.of(new ServingProvider());
  }
}

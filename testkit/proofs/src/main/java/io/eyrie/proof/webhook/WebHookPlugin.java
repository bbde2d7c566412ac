// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.webhook;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** The entry of the plugin. */
public final class WebHookPlugin implements Plugin {

  /** Called by the host. */
  public WebHookPlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(new WebHookProvider());
  }
}

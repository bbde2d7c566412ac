// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.file;

import io.eyrie.api.Plugin;
import io.eyrie.api.source.SourceProvider;
import java.util.List;

/** The entry of the plugin. */
public final class FilePlugin implements Plugin {

  /** Called by the host. */
  public FilePlugin() {}

  @Override
  public List<SourceProvider> sources() {
    return List.of(new FileProvider());
  }
}

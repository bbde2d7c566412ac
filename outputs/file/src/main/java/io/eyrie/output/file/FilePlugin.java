// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.file;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import java.util.List;

/** Brings the output {@code file}. */
public final class FilePlugin implements Plugin {

  @Override
  public List<OutputProvider> outputs() {
    return List.of(new FileProvider());
  }
}

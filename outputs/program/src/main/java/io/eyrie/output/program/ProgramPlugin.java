// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.program;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import java.util.List;

/** Brings the output {@code program}. */
public final class ProgramPlugin implements Plugin {

  @Override
  public List<OutputProvider> outputs() {
    return List.of(new ProgramProvider());
  }
}

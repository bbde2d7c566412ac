// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.http;

import io.eyrie.api.Plugin;
import io.eyrie.api.output.OutputProvider;
import java.util.List;

/** Brings the output {@code http}. */
public final class HttpPlugin implements Plugin {

  @Override
  public List<OutputProvider> outputs() {
    return List.of(new HttpProvider());
  }
}

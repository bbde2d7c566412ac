// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.recorded;

import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import java.util.List;
import java.util.Optional;

/** The positions of a source that always begins at the start: there are none. */
public final class NoPositions implements Positions {

  @Override
  public Optional<String> cursor(String partition) {
    return Optional.empty();
  }

  @Override
  public List<Position> all() {
    return List.of();
  }

  @Override
  public void forget(String partition) {}
}

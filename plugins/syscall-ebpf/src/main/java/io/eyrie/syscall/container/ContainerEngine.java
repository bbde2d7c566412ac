// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import io.eyrie.syscall.rpc.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Asks one kind of engine on its Unix socket. Implementations are safe for several threads. */
interface ContainerEngine {

  /**
   * What the engine that listens there says of a container.
   *
   * @param id whole
   * @return empty when it has no such container
   * @throws IOException when it can't be asked or its answer not be read; the message is for the
   *     operator
   */
  Optional<ContainerFacts> find(Path socket, String id, Deadline deadline) throws IOException;
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.event.Text;
import java.nio.charset.StandardCharsets;

/** Writes a parameter of type {@code socktuple} as the name that a descriptor gets by it. */
public final class SocketText {

  private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);

  private final Tuple tuple = new Tuple();
  private final Descriptor scratch = new Descriptor();

  /** Writes the name; {@code NULL} when the parameter is not available. */
  public void write(Event event, int parameter, Text into) {
    into.clear();
    if (!tuple.load(event, parameter)) {
      into.append(NULL);
      return;
    }
    scratch.clear(tuple.type());
    if (tuple.family() == Tuple.UNIX) {
      tuple.giveUnix(scratch, event);
    } else if (tuple.internet()) {
      tuple.giveSource(scratch);
      tuple.giveDestination(scratch);
      scratch.renameByEnds();
    }
    into.append(scratch.name());
  }
}

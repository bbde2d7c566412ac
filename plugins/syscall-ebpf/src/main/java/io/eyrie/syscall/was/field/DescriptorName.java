// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.event.Text;
import io.eyrie.syscall.was.state.Descriptor;
import io.eyrie.syscall.was.state.OpenedPath;
import io.eyrie.syscall.was.state.SocketName;

/**
 * Reads the name of the event's descriptor. Of a call that failed, or of a descriptor that is not
 * known, it is what the call itself names: the path that could not be opened, the address.
 */
final class DescriptorName implements FieldReader {

  private final OpenedPath openedPath = new OpenedPath();
  private final Text scratch;

  DescriptorName(Text scratch) {
    this.scratch = scratch;
  }

  @Override
  public void read(CurrentEvent event, Value into) {
    if (!event.hasDescriptor()) {
      return;
    }
    Descriptor descriptor = event.descriptor();
    if (descriptor != null) {
      set(into, descriptor.name());
      return;
    }
    switch (event.kind()) {
      case OPEN, OPENAT, OPENAT2, CREAT ->
          openedPath.write(event.record(), event.process(), scratch);
      case CONNECT, ACCEPT, ACCEPT4 -> SocketName.write(event.record(), event.kind(), scratch);
      default -> scratch.clear();
    }
    set(into, scratch);
  }

  private static void set(Value into, Text name) {
    into.set(name.bytes(), 0, name.length());
  }
}

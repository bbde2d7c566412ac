// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.field;

import io.eyrie.api.field.Value;
import io.eyrie.syscall.was.state.Descriptor;
import io.eyrie.syscall.was.state.DescriptorKind;

/** Reads the number and the kind of the event's descriptor. */
final class DescriptorFields {

  private DescriptorFields() {}

  static void number(CurrentEvent event, Value into) {
    if (event.hasDescriptor()) {
      into.set(event.fd());
    }
  }

  static void letter(CurrentEvent event, Value into) {
    if (!event.hasDescriptor()) {
      return;
    }
    Descriptor descriptor = event.descriptor();
    byte[] letter = (descriptor == null ? usual(event) : descriptor.kind()).letter();
    into.set(letter, 0, letter.length);
  }

  /** What a descriptor that is not known, or was not made, usually is after this call. */
  private static DescriptorKind usual(CurrentEvent event) {
    return switch (event.kind()) {
      case OPEN, OPENAT, OPENAT2, CREAT -> DescriptorKind.FILE;
      case SOCKET, ACCEPT, ACCEPT4 -> DescriptorKind.IPV4;
      default -> DescriptorKind.OTHER;
    };
  }
}

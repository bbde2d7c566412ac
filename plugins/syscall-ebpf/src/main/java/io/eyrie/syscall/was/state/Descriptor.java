// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import io.eyrie.syscall.event.Text;

/**
 * An open file, pipe or socket: what the kernel calls a file description. Copies of a descriptor
 * (by dup, by fork) share it, so what {@code connect} makes of it is seen by all of them.
 */
public final class Descriptor {

  private DescriptorKind kind = DescriptorKind.OTHER;
  private final Text name = new Text(32);
  int references;

  Descriptor() {}

  /** What it is open on. */
  public DescriptorKind kind() {
    return kind;
  }

  /** The path, or both ends of a connection; may be empty. */
  public Text name() {
    return name;
  }

  void become(DescriptorKind newKind) {
    kind = newKind;
  }
}

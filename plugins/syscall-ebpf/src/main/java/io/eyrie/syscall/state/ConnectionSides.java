// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

/** Which end of a connection is the one of the process that has it. One thread. */
public final class ConnectionSides {

  private final Interfaces interfaces;
  private final boolean live;

  /**
   * Tells them apart.
   *
   * @param interfaces those of the host, as far as they are known
   * @param live whether it is the running system's, not a capture's
   */
  ConnectionSides(Interfaces interfaces, boolean live) {
    this.interfaces = interfaces;
    this.live = live;
  }

  /**
   * Whether the source of a connection is this side of it: in a capture by the addresses of its
   * host, where it tells them; else by what the process is in the connection, which holds in
   * containers too.
   */
  public boolean sourceIsLocal(Descriptor descriptor) {
    if (live || interfaces.rows().isEmpty()) {
      return descriptor.role() != Role.SERVER;
    }
    return interfaces.has(descriptor.sourceAddress(), descriptor.type().four() ? 4 : 16);
  }

  /**
   * Whether the process is the server in a connection: in a capture by the addresses of its host,
   * where it tells them, as its destination is then one of them; else by the role.
   */
  public boolean isServer(Descriptor descriptor) {
    if (live || interfaces.rows().isEmpty() || descriptor.type() != DescriptorType.IPV4) {
      return descriptor.type() == DescriptorType.IPV4 && descriptor.role() == Role.SERVER
          || descriptor.type() == DescriptorType.IPV6 && live && descriptor.role() == Role.SERVER;
    }
    return interfaces.has(descriptor.destinationAddress(), 4);
  }
}

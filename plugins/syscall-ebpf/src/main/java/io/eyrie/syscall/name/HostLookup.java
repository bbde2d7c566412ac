// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.name;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Finds the addresses of a host. */
@FunctionalInterface
public interface HostLookup {

  /** As this machine is set up to do it: the file of hosts, DNS. */
  HostLookup SYSTEM =
      name -> {
        List<byte[]> addresses = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(name)) {
          addresses.add(address.getAddress());
        }
        return addresses;
      };

  /** Nobody is asked. */
  HostLookup NOWHERE =
      name -> {
        throw new UnknownHostException(name);
      };

  /**
   * The addresses of a name, of 4 or 16 bytes each. May take as long as the network does.
   *
   * @throws IOException if there is no such name, or nobody answers
   */
  List<byte[]> addresses(String name) throws IOException;
}

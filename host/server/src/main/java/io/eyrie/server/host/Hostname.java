// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the name of this machine, as alerts carry it. */
final class Hostname {

  private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

  private Hostname() {}

  /**
   * {@code EYRIE_HOSTNAME} or {@code FALCO_HOSTNAME} from the environment, since in a container the
   * kernel gives the container's name; else the kernel's word.
   */
  static String ofThisMachine() {
    for (String variable : new String[] {"EYRIE_HOSTNAME", "FALCO_HOSTNAME"}) {
      String given = System.getenv(variable);
      if (given != null && !given.isBlank()) {
        return given.strip();
      }
    }
    try {
      return Files.readString(KERNEL).strip();
    } catch (IOException _) {
      return ofTheNetwork();
    }
  }

  private static String ofTheNetwork() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}

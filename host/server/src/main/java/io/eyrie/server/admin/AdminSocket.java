// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.admin;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What both ends of the socket have to agree on. */
final class AdminSocket {

  /** The name of the socket in the home folder. */
  static final String FILE = "eyrie.sock";

  /** The longest request line in bytes, its end included. */
  static final int LONGEST_REQUEST = 64 * 1024;

  /** The longest response line in bytes. */
  static final int LONGEST_RESPONSE = 64 * 1024 * 1024;

  /** The kernel's limit on Linux and macOS is 107 and 103 bytes. */
  private static final int LONGEST_PATH =
      System.getProperty("os.name").startsWith("Mac") ? 103 : 107;

  private AdminSocket() {}

  static UnixDomainSocketAddress address(Path socket) throws AdminException {
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new AdminException(
          "the path of the admin socket is too long for the system: "
              + socket
              + " has "
              + length
              + " bytes, "
              + LONGEST_PATH
              + " are possible; name a home with a shorter path",
          null);
    }
    return UnixDomainSocketAddress.of(socket);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts.unix;

import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** How sockets of the Unix domain are written, and what the system takes. */
public final class UnixAddresses {

  /** The end of a connection that has no name. */
  public static final UnixDomainSocketAddress UNNAMED = UnixDomainSocketAddress.of("");

  /** The longest path that the system takes, in bytes: Linux has 107, macOS 103. */
  public static final int LONGEST_PATH = 103;

  private static final String SCHEME = "unix:";

  private UnixAddresses() {}

  /** Whether a text names a socket of the Unix domain: {@code unix:/path}, {@code unix:///path}. */
  public static boolean named(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * The path that a text names.
   *
   * @throws IllegalArgumentException if it is no absolute path, or is longer than the system takes;
   *     the message ends a sentence that begins with the text
   */
  public static Path path(String text) {
    String path = text.substring(SCHEME.length());
    if (path.startsWith("//")) {
      path = path.substring(2);
    }
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "no absolute path; write one such as unix:/run/eyrie/alerts.sock");
    }
    int length = path.getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new IllegalArgumentException(
          "the path has %d bytes, the system takes %d; choose a shorter one"
              .formatted(length, LONGEST_PATH));
    }
    return Path.of(path);
  }
}

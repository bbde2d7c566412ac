// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.nio.charset.StandardCharsets;

/** The protocol of an internet socket, in the order of the numbers of captures. */
public enum Protocol {
  UNKNOWN("<NA>"),
  NONE("<NA>"),
  TCP("tcp"),
  UDP("udp"),
  ICMP("icmp"),
  RAW("raw");

  private static final Protocol[] ALL = values();

  @SuppressWarnings("Immutable") // nobody writes to it
  private final byte[] text;

  Protocol(String text) {
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The name in rules; not to be written to. */
  public byte[] text() {
    return text;
  }

  /** The protocol of a number of captures; {@link #UNKNOWN} of any other. */
  public static Protocol of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }
}

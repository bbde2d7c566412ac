// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.nio.charset.StandardCharsets;

/** What a descriptor is open on, in the order of the numbers of captures. */
public enum DescriptorType {
  UNKNOWN('o', "<NA>"),
  /** As old captures tell a file. */
  FILE('f', "file"),
  DIRECTORY('d', "directory"),
  IPV4('4', "ipv4"),
  IPV6('6', "ipv6"),
  IPV4_SERVER('4', "ipv4"),
  IPV6_SERVER('6', "ipv6"),
  PIPE('p', "pipe"),
  UNIX('u', "unix"),
  EVENT('e', "event"),
  UNSUPPORTED('X', "<NA>"),
  SIGNAL('s', "signalfd"),
  EPOLL('l', "eventpoll"),
  INOTIFY('i', "inotify"),
  TIMER('t', "timerfd"),
  NETLINK('n', "netlink"),
  /** A file with how it was opened. */
  OPENED_FILE('f', "file"),
  BPF('b', "bpf"),
  USERFAULT('u', "userfaultfd"),
  URING('r', "io_uring"),
  MEMFD('m', "memfd"),
  PIDFD('P', "pidfd");

  private static final DescriptorType[] ALL = values();

  @SuppressWarnings("Immutable") // nobody writes to it
  private final byte[] letter;

  @SuppressWarnings("Immutable") // nobody writes to it
  private final byte[] text;

  DescriptorType(char letter, String text) {
    this.letter = new byte[] {(byte) letter};
    this.text = text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The letter of {@code fd.typechar}, one byte; not to be written to. */
  public byte[] letter() {
    return letter;
  }

  /** The name of {@code fd.type}; not to be written to. */
  public byte[] text() {
    return text;
  }

  /** Whether it is a file or a directory. */
  public boolean file() {
    return this == FILE || this == OPENED_FILE || this == DIRECTORY;
  }

  /** Whether it is a socket of the internet. */
  public boolean internet() {
    return four() || six();
  }

  /** Whether it is a socket of IPv4. */
  public boolean four() {
    return this == IPV4 || this == IPV4_SERVER;
  }

  /** Whether it is a socket of IPv6. */
  public boolean six() {
    return this == IPV6 || this == IPV6_SERVER;
  }

  /** Whether it is a bound socket of the internet without another end. */
  public boolean server() {
    return this == IPV4_SERVER || this == IPV6_SERVER;
  }

  /** The type of a number of captures; {@link #UNSUPPORTED} of any other. */
  public static DescriptorType of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNSUPPORTED;
  }
}

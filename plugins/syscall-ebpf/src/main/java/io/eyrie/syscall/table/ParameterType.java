// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.table;

import java.util.Locale;

/** How a parameter is encoded, and with that how it is compared and printed. */
public enum ParameterType {
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  CHARBUF,
  BYTEBUF,
  ERRNO(8),
  SOCKADDR,
  SOCKTUPLE,
  FD(8),
  PID(8),
  FDLIST,
  FSPATH,
  SYSCALLID(2),
  SIGTYPE(1),
  RELTIME(8),
  ABSTIME(8),
  PORT(2),
  DYN,
  FLAGS8(1),
  FLAGS16(2),
  FLAGS32(4),
  UID(4),
  GID(4),
  SIGSET(4),
  IPV4ADDR(4),
  IPV6ADDR(16),
  FSRELPATH,
  MODE(4),
  ENUMFLAGS8(1),
  ENUMFLAGS16(2),
  ENUMFLAGS32(4),
  FD32(4),
  PID32(4),
  CHARBUFARRAY,
  CHARBUF_PAIR_ARRAY;

  private final int size;

  ParameterType() {
    this(0);
  }

  ParameterType(int size) {
    this.size = size;
  }

  /** The bytes of every value, or 0 when values differ in length. */
  public int size() {
    return size;
  }

  /** Whether values carry a sign. */
  public boolean signed() {
    return switch (this) {
      case INT8, INT16, INT32, INT64, ERRNO, FD, PID, FD32, PID32 -> true;
      default -> false;
    };
  }

  static ParameterType of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.was.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the container in the names of a cgroup: the engines name a container's group by its id of
 * 64 hexadecimal digits, bare or as {@code docker-ID.scope}, {@code cri-containerd-ID.scope},
 * {@code crio-ID.scope}, {@code libpod-ID.scope}. Rules know its first twelve.
 */
final class ContainerId {

  /** What processes outside of containers have. */
  static final byte[] HOST = "host".getBytes(StandardCharsets.US_ASCII);

  private static final int FULL = 64;
  private static final int SHORT = 12;
  private static final byte[] MONITOR = "conmon-".getBytes(StandardCharsets.US_ASCII);

  private ContainerId() {}

  /**
   * The id in names from the leaf to the root, each with its NUL; {@link #HOST} when none is one.
   */
  static byte[] ofComponents(byte[] names, int offset, int length) {
    int end = offset + length;
    int start = offset;
    while (start < end) {
      int stop = start;
      while (stop < end && names[stop] != 0) {
        stop++;
      }
      byte[] id = ofName(names, start, stop);
      if (id != null) {
        return id;
      }
      start = stop + 1;
    }
    return HOST;
  }

  /** The id in a path from the root, as in {@code /proc/PID/cgroup}; null when there is none. */
  static byte @Nullable [] ofPath(String path) {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    int stop = bytes.length;
    while (stop > 0) {
      int start = stop;
      while (start > 0 && bytes[start - 1] != '/') {
        start--;
      }
      byte[] id = ofName(bytes, start, stop);
      if (id != null) {
        return id;
      }
      stop = start - 1;
    }
    return null;
  }

  private static byte @Nullable [] ofName(byte[] name, int start, int stop) {
    int run = 0;
    for (int i = start; i <= stop; i++) {
      if (i < stop && hex(name[i])) {
        run++;
        continue;
      }
      int from = i - run;
      if (run == FULL && boundary(name, start, from) && !monitor(name, start, from)) {
        return Arrays.copyOfRange(name, from, from + SHORT);
      }
      run = 0;
    }
    return null;
  }

  private static boolean boundary(byte[] name, int start, int from) {
    return from == start || name[from - 1] == '-' || name[from - 1] == ':';
  }

  /** The engine's own monitor of a container runs beside it, not in it. */
  private static boolean monitor(byte[] name, int start, int from) {
    int at = from - MONITOR.length;
    return at >= start && Arrays.equals(name, at, from, MONITOR, 0, MONITOR.length);
  }

  private static boolean hex(byte c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }
}

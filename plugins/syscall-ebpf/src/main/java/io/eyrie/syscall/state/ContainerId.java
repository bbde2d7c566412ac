// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

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
  private static final byte[] MONITOR = "conmon-".getBytes(StandardCharsets.US_ASCII);

  private ContainerId() {}

  /**
   * The id in cgroups, {@code subsystem=path} each ended by a NUL: in the first path that has one,
   * its last component that is one; {@link #HOST} when none has.
   */
  static byte[] ofCgroups(byte[] cgroups) {
    for (int at = 0; at < cgroups.length; ) {
      int end = Items.end(cgroups, at);
      byte[] id = ofPath(cgroups, at, end);
      if (id != null) {
        return id;
      }
      at = end + 1;
    }
    return HOST;
  }

  private static byte @Nullable [] ofPath(byte[] path, int from, int end) {
    int stop = end;
    while (stop > from) {
      int start = stop;
      while (start > from && path[start - 1] != '/') {
        start--;
      }
      byte[] id = ofName(path, start, stop);
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
        return Arrays.copyOfRange(name, from, i);
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

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Text;

/**
 * Joins a directory and a path by their text alone, as rules expect names to be joined: {@code .}
 * and {@code ..} are resolved, doubled slashes dropped, links not followed.
 */
public final class PathJoin {

  private PathJoin() {}

  /**
   * Writes the joined path.
   *
   * @param base the directory, with its final slash; not looked at when the path is absolute
   * @param into another text than {@code base}
   */
  public static void join(Text base, byte[] path, int offset, int length, Text into) {
    into.clear();
    boolean relative = length > 0 && path[offset] != '/';
    if (relative) {
      into.append(base);
    }
    int end = offset + length;
    if (plain(path, offset, end) && (!relative || into.isEmpty() || endsWithSlash(into))) {
      into.append(path, offset, length);
      if (into.length() > 1 && endsWithSlash(into)) {
        into.truncate(into.length() - 1);
      }
      return;
    }
    for (int i = offset; i < end; i++) {
      byte c = path[i];
      boolean begins = into.isEmpty() || into.at(into.length() - 1) == '/';
      if (c == '.' && begins) {
        int dots = i + 1 < end && path[i + 1] == '.' ? 2 : 1;
        boolean ends = i + dots == end || path[i + dots] == '/';
        if (ends) {
          if (dots == 2) {
            up(into);
          }
          i += dots;
          continue;
        }
      } else if (c == '/' && begins && !(into.isEmpty() && !relative)) {
        continue;
      }
      into.append((char) (c & 0xff));
    }
    if (into.length() > 1 && endsWithSlash(into)) {
      into.truncate(into.length() - 1);
    }
  }

  /**
   * Whether there is nothing to resolve, as in nearly every path: no component begins with a dot,
   * and no slash follows another.
   */
  private static boolean plain(byte[] path, int offset, int end) {
    byte before = '/';
    for (int i = offset; i < end; i++) {
      byte c = path[i];
      if (before == '/' && (c == '.' || c == '/' && i > offset)) {
        return false;
      }
      before = c;
    }
    return true;
  }

  private static boolean endsWithSlash(Text path) {
    return path.at(path.length() - 1) == '/';
  }

  /** Drops the last component, the slash before it stays. */
  private static void up(Text path) {
    if (path.length() <= 1) {
      return;
    }
    int at = path.length() - 1;
    while (at > 0 && path.at(at - 1) != '/') {
      at--;
    }
    path.truncate(Math.max(at, path.at(0) == '/' ? 1 : 0));
  }
}

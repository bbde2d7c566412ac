// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the container in the names of cgroups. Most engines name a container's group by its id of
 * 64 hexadecimal digits, bare or as {@code docker-ID.scope}, {@code cri-containerd-ID.scope},
 * {@code crio-ID.scope}, {@code libpod-ID.scope}; LXC, libvirt and BPM by the container's name.
 */
public final class CgroupNames {

  static final int FULL = 64;

  private static final byte[] MONITOR = ascii("conmon-");
  private static final byte[] LXC = ascii("lxc");
  private static final byte[] LXC_PAYLOAD = ascii("lxc.payload");
  private static final byte[] MACHINE_LXC = ascii("machine-lxc\\x2d");
  private static final byte[] LIBVIRT_LXC = ascii(".libvirt-lxc");
  private static final byte[] SCOPE = ascii(".scope");
  private static final byte[] BPM = ascii("bpm-");
  private static final byte[] KUBEPODS = ascii("kubepods");

  private CgroupNames() {}

  /**
   * The container of cgroups, {@code subsystem=path} each ended by a NUL: in the first path that
   * has one, its last component that is one; {@link ContainerRef#HOST} when none has.
   */
  public static ContainerRef container(byte[] cgroups) {
    for (int at = 0; at < cgroups.length; ) {
      int end = at;
      while (end < cgroups.length && cgroups[end] != 0) {
        end++;
      }
      ContainerRef found = ofPath(cgroups, at, end);
      if (found != null) {
        return found;
      }
      at = end + 1;
    }
    return ContainerRef.HOST;
  }

  private static @Nullable ContainerRef ofPath(byte[] path, int from, int end) {
    int stop = end;
    while (stop > from) {
      int start = stop;
      while (start > from && path[start - 1] != '/' && path[start - 1] != '=') {
        start--;
      }
      int id = idIn(path, start, stop);
      if (id >= 0) {
        return new ContainerRef(text(path, id, id + FULL), engine(path, from, start, id));
      }
      ContainerRef named = named(path, from, start, stop);
      if (named != null) {
        return named;
      }
      stop = start - 1;
    }
    return null;
  }

  /** Where the id in the component begins, or -1. */
  private static int idIn(byte[] path, int start, int stop) {
    int run = 0;
    for (int i = start; i <= stop; i++) {
      if (i < stop && hex(path[i])) {
        run++;
        continue;
      }
      int from = i - run;
      if (run == FULL
          && (from == start || path[from - 1] == '-' || path[from - 1] == ':')
          && !(from - MONITOR.length >= start && at(path, from - MONITOR.length, stop, MONITOR))) {
        return from;
      }
      run = 0;
    }
    return -1;
  }

  private static EngineType engine(byte[] path, int from, int start, int id) {
    String mark = text(path, start, Math.max(start, id - 1));
    if (mark.endsWith("docker")) {
      return EngineType.DOCKER;
    }
    if (mark.startsWith("libpod")) {
      return EngineType.PODMAN;
    }
    if (mark.endsWith("crio")) {
      return EngineType.CRIO;
    }
    if (mark.endsWith("cri-containerd") || mark.endsWith("nerdctl")) {
      return EngineType.CONTAINERD;
    }
    if (indexOf(path, from, start, KUBEPODS) >= 0) {
      return EngineType.CRI;
    }
    String parent = mark.isEmpty() ? parent(path, from, start) : mark;
    return switch (parent) {
      case "docker" -> EngineType.DOCKER;
      case "libpod_parent" -> EngineType.PODMAN;
      default -> EngineType.UNKNOWN;
    };
  }

  /** Containers that are known by name, not by an id. */
  private static @Nullable ContainerRef named(byte[] path, int from, int start, int stop) {
    if (start == stop) {
      return null;
    }
    String parent = parent(path, from, start);
    if (parent.equals("lxc") || parent.equals("lxc.payload")) {
      return new ContainerRef(text(path, start, stop), EngineType.LXC);
    }
    int dotted = start + LXC_PAYLOAD.length;
    if (at(path, start, stop, LXC_PAYLOAD) && dotted + 1 < stop && path[dotted] == '.') {
      return new ContainerRef(text(path, dotted + 1, stop), EngineType.LXC);
    }
    int end = endsWith(path, start, stop, SCOPE) ? stop - SCOPE.length : stop;
    if (at(path, start, end, MACHINE_LXC)) {
      return new ContainerRef(text(path, start + MACHINE_LXC.length, end), EngineType.LIBVIRT_LXC);
    }
    if (endsWith(path, start, stop, LIBVIRT_LXC)) {
      return new ContainerRef(text(path, start, stop - LIBVIRT_LXC.length), EngineType.LIBVIRT_LXC);
    }
    if (at(path, start, end, BPM) && end > start + BPM.length) {
      return new ContainerRef(text(path, start + BPM.length, end), EngineType.BPM);
    }
    return null;
  }

  /** The name before the component, or the empty text. */
  private static String parent(byte[] path, int from, int start) {
    int end = start - 1;
    int begin = end;
    while (begin > from && path[begin - 1] != '/' && path[begin - 1] != '=') {
      begin--;
    }
    // Most components are short of "lxc" and "docker": nothing is made for them.
    int length = end - begin;
    return length < LXC.length || length > 16 ? "" : text(path, begin, end);
  }

  private static boolean at(byte[] path, int from, int stop, byte[] word) {
    return from + word.length <= stop
        && Arrays.equals(path, from, from + word.length, word, 0, word.length);
  }

  private static boolean endsWith(byte[] path, int start, int stop, byte[] word) {
    return stop - word.length > start && at(path, stop - word.length, stop, word);
  }

  private static int indexOf(byte[] path, int from, int stop, byte[] word) {
    for (int i = from; i + word.length <= stop; i++) {
      if (at(path, i, stop, word)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean hex(byte c) {
    return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
  }

  private static String text(byte[] path, int from, int to) {
    return new String(path, from, to - from, StandardCharsets.UTF_8);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Names the capabilities of Linux, in the order of their bits. */
public final class Capabilities {

  private static final byte[][] NAMES =
      Arrays.stream(
              ("CAP_CHOWN CAP_DAC_OVERRIDE CAP_DAC_READ_SEARCH CAP_FOWNER CAP_FSETID CAP_KILL"
                      + " CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_LINUX_IMMUTABLE"
                      + " CAP_NET_BIND_SERVICE CAP_NET_BROADCAST CAP_NET_ADMIN CAP_NET_RAW"
                      + " CAP_IPC_LOCK CAP_IPC_OWNER CAP_SYS_MODULE CAP_SYS_RAWIO CAP_SYS_CHROOT"
                      + " CAP_SYS_PTRACE CAP_SYS_PACCT CAP_SYS_ADMIN CAP_SYS_BOOT CAP_SYS_NICE"
                      + " CAP_SYS_RESOURCE CAP_SYS_TIME CAP_SYS_TTY_CONFIG CAP_MKNOD CAP_LEASE"
                      + " CAP_AUDIT_WRITE CAP_AUDIT_CONTROL CAP_SETFCAP CAP_MAC_OVERRIDE"
                      + " CAP_MAC_ADMIN CAP_SYSLOG CAP_WAKE_ALARM CAP_BLOCK_SUSPEND CAP_AUDIT_READ"
                      + " CAP_PERFMON CAP_BPF CAP_CHECKPOINT_RESTORE")
                  .split(" ", -1))
          .map(name -> name.getBytes(StandardCharsets.US_ASCII))
          .toArray(byte[][]::new);

  private Capabilities() {}

  /** Writes the names of the bits that are set; bits of newer kernels have none. */
  public static void write(long bits, Text into) {
    into.clear();
    for (int bit = 0; bit < NAMES.length; bit++) {
      if ((bits >>> bit & 1) != 0) {
        if (!into.isEmpty()) {
          into.append(' ');
        }
        into.append(NAMES[bit]);
      }
    }
  }
}

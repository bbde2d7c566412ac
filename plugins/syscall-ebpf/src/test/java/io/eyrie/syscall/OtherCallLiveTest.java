// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static io.eyrie.syscall.CallCheck.EBADF;
import static io.eyrie.syscall.CallCheck.EFAULT;
import static io.eyrie.syscall.CallCheck.anyhow;
import static io.eyrie.syscall.CallCheck.call;
import static io.eyrie.syscall.CallCheck.check;
import static io.eyrie.syscall.CallCheck.made;
import static io.eyrie.syscall.CallCheck.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.EventTap.Told;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the events of calls on ids, limits, memory and signals tell, and of calls without an event.
 */
final class OtherCallLiveTest {

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void idsAndLimitsAndOtherWords() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        EventTap tap =
            new EventTap(
                "kill",
                "tkill",
                "tgkill",
                "setuid",
                "setgid",
                "setreuid",
                "setregid",
                "setresuid",
                "setresgid",
                "getuid",
                "getresuid",
                "setpgid",
                "prctl",
                "ptrace",
                "setns",
                "unshare",
                "seccomp",
                "getrlimit",
                "prlimit",
                "semget",
                "semop",
                "semctl",
                "mprotect",
                "mmap",
                "munmap",
                "mlock",
                "mlock2",
                "nanosleep",
                "getcwd",
                "quotactl",
                "keyctl",
                "delete_module",
                "finit_module",
                "init_module",
                "process_vm_readv",
                "poll",
                "futex",
                "capset",
                "fsconfig",
                "madvise")) {
      long pid = trigger.pid();
      check(trigger, tap, "kill", 0, call(62, pid, 0), "pid", pid, "sig", 0L);
      check(trigger, tap, "tkill", -22, call(200, -5, 9), "tid", -5L, "sig", 9L);
      check(trigger, tap, "tgkill", -22, call(234, -5, -6, 15), "pid", -5L, "tid", -6L, "sig", 15L);
      check(trigger, tap, "setuid", 0, call(105, 0), "uid", 0L);
      check(trigger, tap, "setgid", 0, call(106, 0), "gid", 0L);
      check(
          trigger, tap, "setreuid", 0, call(113, -1, -1), "ruid", 0xffffffffL, "euid", 0xffffffffL);
      check(
          trigger, tap, "setregid", 0, call(114, -1, -1), "rgid", 0xffffffffL, "egid", 0xffffffffL);
      check(trigger, tap, "setresuid", 0, call(117, -1, -1, -1), "suid", 0xffffffffL);
      check(trigger, tap, "setresgid", 0, call(119, -1, -1, -1), "sgid", 0xffffffffL);
      check(trigger, tap, "getresuid", EFAULT, call(118, 1, 1, 1));
      check(trigger, tap, "setpgid", -22, call(109, 0, -3), "pid", 0L, "pgid", -3L);
      check(
          trigger,
          tap,
          "prctl",
          0,
          call(157, 15, "renamed"),
          "option",
          15L,
          "arg2_str",
          "renamed",
          "arg2_int",
          0L);
      check(trigger, tap, "prctl", -22, call(157, 4, 7), "option", 4L, "arg2_int", 7L);
      check(
          trigger,
          tap,
          "ptrace",
          -3,
          call(101, 16, 999_999_999, 0, 0),
          "request",
          11L,
          "pid",
          999_999_999L);
      check(trigger, tap, "setns", EBADF, call(308, 777, 0x40000000), "fd", 777L, "nstype", 16L);
      check(trigger, tap, "unshare", 0, call(272, 0x200), "flags", 2L);
      check(trigger, tap, "seccomp", -22, call(317, 99, 1, 0), "op", 99L, "flags", 1L);
      check(trigger, tap, "getrlimit", -22, call(97, 99, new byte[16]), "resource", 255L);
      check(
          trigger,
          tap,
          "prlimit",
          -3,
          call(302, 999_999_999, 7, words(11, 22), 0),
          "newcur",
          11L,
          "newmax",
          22L,
          "pid",
          999_999_999L,
          "resource",
          7L);
      made(
          trigger,
          tap,
          "semget",
          call(64, 0, 1, 01600),
          "key",
          0L,
          "nsems",
          1L,
          "semflg",
          (1L << 13) | 0600);
      check(
          trigger,
          tap,
          "semop",
          -22,
          call(65, 777777, new byte[] {1, 0, 2, 0, 0, 8}, 1),
          "nsops",
          1L,
          "sem_num_0",
          1L,
          "sem_op_0",
          2L,
          "sem_flg_0",
          1L,
          "sem_num_1",
          0L,
          "semid",
          777777L);
      check(
          trigger,
          tap,
          "semctl",
          -22,
          call(66, 777777, 0, 16, 5),
          "cmd",
          4096L,
          "val",
          5L,
          "semid",
          777777L);
      check(
          trigger,
          tap,
          "mprotect",
          -22,
          call(10, 1, 4096, 3),
          "addr",
          1L,
          "length",
          4096L,
          "prot",
          3L);
      check(
          trigger,
          tap,
          "mmap",
          EBADF,
          call(9, 0, 4096, 1, 2, 777, 0),
          "length",
          4096L,
          "prot",
          1L,
          "flags",
          2L,
          "fd",
          777L,
          "offset",
          0L);
      check(trigger, tap, "munmap", -22, call(11, 1, 1), "addr", 1L, "length", 1L);
      check(trigger, tap, "mlock2", -22, call(325, 0, 0, 8), "flags", 8L);
      check(trigger, tap, "nanosleep", 0, call(35, words(0, 1000), 0), "interval", 1000L);
      check(
          trigger,
          tap,
          "keyctl",
          -95,
          call(250, 9999, 1, 2, 3, 4),
          "operation",
          9999L,
          "arg2",
          List.of(0, 1, 0, 0, 0, 0, 0, 0, 0));
      anyhow(trigger, tap, "delete_module", call(176, "none", 04000), "name", "none", "flags", 2L);
      anyhow(
          trigger,
          tap,
          "finit_module",
          call(313, 777, "a=b", 1),
          "fd",
          777L,
          "uargs",
          "a=b",
          "flags",
          1L);
      check(
          trigger,
          tap,
          "poll",
          1,
          call(7, new byte[] {9, 3, 0, 0, 1, 0, 0, 0}, 1, 0),
          "timeout",
          0L,
          "fds",
          List.of(1, 0, 9, 3, 0, 0, 0, 0, 0, 0, 64, 0));
      check(
          trigger, tap, "futex", -22, call(202, 1, 1, 3, 0, 0, 0), "addr", 1L, "op", 1L, "val", 3L);
      Told generic = check(trigger, tap, "madvise", -22, call(28, 1, 1, 1));
      assertThat(generic.code()).isEqualTo(1);
      assertThat(generic.parameters())
          .containsOnlyKeys("ID", "nativeID")
          .containsEntry("nativeID", 28L);
      assertThat(trigger.call(79, new byte[4096], 4096)).isPositive();
      assertThat(tap.next(pid, "getcwd").get("path"))
          .isEqualTo(Path.of("").toAbsolutePath().toString());
    }
  }
}

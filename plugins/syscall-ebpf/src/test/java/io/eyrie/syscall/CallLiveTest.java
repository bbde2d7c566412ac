// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.eyrie.syscall.EventTap.Told;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls on the running kernel and what their events tell, parameter by parameter. */
final class CallLiveTest {

  private static final long EFAULT = -14;
  private static final long ENOENT = -2;
  private static final long EBADF = -9;

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
  }

  @Test
  void filesThatAreOpened() throws Exception {
    String file = folder.resolve("f").toString();
    try (TriggerProcess trigger = new TriggerProcess();
        EventTap tap = new EventTap("open", "openat", "openat2", "creat")) {
      long fd = trigger.call(2, file, 0102 | 02000000, 0640);
      Told open = tap.next(trigger.pid(), "open");
      long ino = (Long) Files.getAttribute(Path.of(file), "unix:ino");
      assertThat(open.parameters())
          .contains(
              entry("fd", fd),
              entry("name", file),
              entry("flags", 3L | 4 | 4096 | 1 << 14),
              entry("mode", 0640L),
              entry("dev", deviceOf(file)),
              entry("ino", ino));

      assertThat(trigger.call(257, -100, file + "/x", 0200000, 0777)).isEqualTo(-20);
      assertThat(tap.next(trigger.pid(), "openat").parameters())
          .contains(
              entry("fd", -20L),
              entry("dirfd", -100L),
              entry("name", file + "/x"),
              entry("flags", 1L | 1024),
              entry("mode", 0L));

      byte[] how = words(01 | 02000, 0, 8);
      assertThat(trigger.call(437, -100, "f", how, 24)).isEqualTo(ENOENT);
      assertThat(tap.next(trigger.pid(), "openat2").parameters())
          .contains(
              entry("fd", ENOENT),
              entry("name", "f"),
              entry("flags", 2L | 8),
              entry("mode", 0L),
              entry("resolve", 1L));

      long made = trigger.call(85, folder.resolve("g").toString(), 0600);
      assertThat(tap.next(trigger.pid(), "creat").parameters())
          .contains(
              entry("fd", made),
              entry("mode", 0600L),
              entry("name", folder.resolve("g").toString()));
    }
  }

  @Test
  void pathsThatAreChanged() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        EventTap tap =
            new EventTap(
                "mkdir",
                "mkdirat",
                "rename",
                "renameat",
                "renameat2",
                "link",
                "linkat",
                "symlink",
                "symlinkat",
                "unlink",
                "unlinkat",
                "rmdir",
                "chmod",
                "fchmod",
                "fchmodat",
                "chown",
                "lchown",
                "fchown",
                "fchownat",
                "mknod",
                "mknodat",
                "access",
                "chroot",
                "mount",
                "umount2")) {
      String a = "/none/a";
      String b = "/none/b";
      check(trigger, tap, "mkdir", ENOENT, call(83, a, 0750), "path", a, "mode", 0750L);
      check(
          trigger,
          tap,
          "mkdirat",
          ENOENT,
          call(258, 9, a, 0750),
          "dirfd",
          9L,
          "path",
          a,
          "mode",
          0750L);
      check(trigger, tap, "rename", ENOENT, call(82, a, b), "oldpath", a, "newpath", b);
      check(
          trigger,
          tap,
          "renameat",
          ENOENT,
          call(264, -100, a, 7, b),
          "olddirfd",
          -100L,
          "oldpath",
          a,
          "newdirfd",
          7L,
          "newpath",
          b);
      check(
          trigger,
          tap,
          "renameat2",
          ENOENT,
          call(316, -100, a, 7, b, 1),
          "oldpath",
          a,
          "newpath",
          b,
          "flags",
          1L);
      check(trigger, tap, "link", ENOENT, call(86, a, b), "oldpath", a, "newpath", b);
      check(
          trigger,
          tap,
          "linkat",
          ENOENT,
          call(265, 5, a, 6, b, 0x400),
          "olddir",
          5L,
          "oldpath",
          a,
          "newdir",
          6L,
          "newpath",
          b,
          "flags",
          0x400L);
      check(trigger, tap, "symlink", ENOENT, call(88, "to", b), "target", "to", "linkpath", b);
      check(
          trigger,
          tap,
          "symlinkat",
          ENOENT,
          call(266, "to", 4, b),
          "target",
          "to",
          "linkdirfd",
          4L,
          "linkpath",
          b);
      check(trigger, tap, "unlink", ENOENT, call(87, a), "path", a);
      check(
          trigger,
          tap,
          "unlinkat",
          ENOENT,
          call(263, -100, a, 0x200),
          "dirfd",
          -100L,
          "name",
          a,
          "flags",
          0x200L);
      check(trigger, tap, "rmdir", ENOENT, call(84, a), "path", a);
      check(trigger, tap, "chmod", ENOENT, call(90, a, 04755), "filename", a, "mode", 04755L);
      check(trigger, tap, "fchmod", EBADF, call(91, 777, 0700), "fd", 777L, "mode", 0700L);
      check(
          trigger,
          tap,
          "fchmodat",
          ENOENT,
          call(268, -100, a, 02755),
          "dirfd",
          -100L,
          "filename",
          a,
          "mode",
          02755L);
      check(trigger, tap, "chown", ENOENT, call(92, a, 12, 34), "path", a, "uid", 12L, "gid", 34L);
      check(trigger, tap, "lchown", ENOENT, call(94, a, 12, 34), "path", a, "uid", 12L, "gid", 34L);
      check(
          trigger, tap, "fchown", EBADF, call(93, 777, 12, 34), "fd", 777L, "uid", 12L, "gid", 34L);
      check(
          trigger,
          tap,
          "fchownat",
          ENOENT,
          call(260, -100, a, 12, 34, 0x100),
          "pathname",
          a,
          "uid",
          12L,
          "gid",
          34L,
          "flags",
          1024L);
      check(
          trigger,
          tap,
          "mknod",
          ENOENT,
          call(133, a, 010644, 0),
          "path",
          a,
          "mode",
          010644L,
          "dev",
          0L);
      check(
          trigger,
          tap,
          "mknodat",
          ENOENT,
          call(259, -100, a, 020644, 259),
          "dirfd",
          -100L,
          "path",
          a,
          "mode",
          020644L,
          "dev",
          259L);
      check(trigger, tap, "access", ENOENT, call(21, a, 4), "name", a, "mode", 4L);
      check(trigger, tap, "chroot", ENOENT, call(161, a), "path", a);
      check(
          trigger,
          tap,
          "mount",
          ENOENT,
          call(165, "dev", a, "ext9", 0xc0ed0000 | 1 | 4096, 0),
          "dev",
          "dev",
          "dir",
          a,
          "type",
          "ext9",
          "flags",
          4097L);
      check(trigger, tap, "umount2", ENOENT, call(166, a, 2), "name", a, "flags", 2L);
    }
  }

  @Test
  void dataThatIsReadAndWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("f"), "hello world\n".repeat(20));
    try (TriggerProcess trigger = new TriggerProcess();
        EventTap tap =
            new EventTap(
                "read",
                "write",
                "pread",
                "pwrite",
                "lseek",
                "close",
                "fstat",
                "flock",
                "sendfile",
                "splice",
                "copy_file_range",
                "ioctl",
                "getdents64")) {
      long fd = trigger.call(2, file.toString(), 2);
      trigger.call(0, fd, new byte[200], 200);
      Told read =
          tap.await("read of the file", e -> e.name().equals("read") && e.get("fd").equals(fd));
      tap.told.clear();
      assertThat(read.parameters())
          .contains(entry("res", 200L), entry("fd", fd), entry("size", 200L));
      assertThat(read.get("data")).isEqualTo("hello world\n".repeat(7).substring(0, 80));

      byte[] text = "written".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      check(
          trigger, tap, "write", 7, call(1, fd, text, 7), "fd", fd, "size", 7L, "data", "written");
      check(
          trigger,
          tap,
          "pread",
          5,
          call(17, fd, new byte[5], 5, 6),
          "fd",
          fd,
          "size",
          5L,
          "pos",
          6L,
          "data",
          "world");
      check(
          trigger,
          tap,
          "pwrite",
          7,
          call(18, fd, text, 7, 1L << 33),
          "pos",
          1L << 33,
          "data",
          "written");
      check(trigger, tap, "lseek", 3, call(8, fd, 3, 0), "fd", fd, "offset", 3L, "whence", 0L);
      check(trigger, tap, "flock", 0, call(73, fd, 6), "fd", fd, "operation", 6L);
      check(trigger, tap, "fstat", EFAULT, call(5, fd, 1), "fd", fd);
      check(
          trigger,
          tap,
          "ioctl",
          -25,
          call(16, fd, 0x5413, 77),
          "fd",
          fd,
          "request",
          0x5413L,
          "argument",
          77L);
      check(
          trigger,
          tap,
          "sendfile",
          EBADF,
          call(40, 777, fd, words(9), 4),
          "out_fd",
          777L,
          "in_fd",
          fd,
          "size",
          4L,
          "offset",
          9L);
      check(
          trigger,
          tap,
          "splice",
          EBADF,
          call(275, 777, 0, 778, 0, 5, 3),
          "fd_in",
          777L,
          "fd_out",
          778L,
          "size",
          5L,
          "flags",
          3L);
      check(
          trigger,
          tap,
          "copy_file_range",
          EBADF,
          call(326, 777, 0, 778, 0, 5, 0),
          "fdin",
          777L,
          "fdout",
          778L,
          "len",
          5L);
      check(trigger, tap, "getdents64", EBADF, call(217, 777, 0, 0), "fd", 777L);
      check(trigger, tap, "close", 0, call(3, fd), "fd", fd);
      check(trigger, tap, "close", EBADF, call(3, 777), "fd", 777L);
    }
  }

  @Test
  void descriptorsThatAreMade() throws Exception {
    try (TriggerProcess trigger = new TriggerProcess();
        EventTap tap =
            new EventTap(
                "pipe2",
                "dup",
                "dup2",
                "dup3",
                "eventfd2",
                "signalfd4",
                "timerfd_create",
                "inotify_init1",
                "epoll_create",
                "epoll_create1",
                "memfd_create",
                "pidfd_open",
                "pidfd_getfd",
                "fcntl",
                "close_range",
                "socketpair",
                "userfaultfd",
                "bpf",
                "eventfd",
                "io_uring_setup")) {
      assertThat(trigger.call(293, new byte[8], 02004000)).isZero();
      ByteBuffer ends = ByteBuffer.wrap(trigger.lastBuffer()).order(ByteOrder.nativeOrder());
      Told pipe = tap.next(trigger.pid(), "pipe2");
      assertThat(pipe.parameters())
          .contains(
              entry("fd1", (long) ends.getInt(0)),
              entry("fd2", (long) ends.getInt(4)),
              entry("flags", 4096L | 64));
      assertThat((Long) pipe.get("ino")).isPositive();
      long one = ends.getInt(0);
      made(trigger, tap, "dup", call(32, one), "oldfd", one);
      check(trigger, tap, "dup2", 321, call(33, one, 321), "oldfd", one, "newfd", 321L);
      check(
          trigger,
          tap,
          "dup3",
          322,
          call(292, one, 322, 02000000),
          "oldfd",
          one,
          "newfd",
          322L,
          "flags",
          4096L);
      check(
          trigger, tap, "fcntl", 400, call(72, one, 1030, 400), "fd", one, "cmd", 26L, "arg", 400L);
      check(
          trigger,
          tap,
          "close_range",
          0,
          call(436, 321, 322, 0),
          "first",
          321L,
          "last",
          322L,
          "flags",
          0L);
      made(trigger, tap, "eventfd2", call(290, 5, 02000000), "initval", 5L, "flags", 4096L);
      made(trigger, tap, "eventfd", call(284, 5), "initval", 5L);
      made(
          trigger,
          tap,
          "signalfd4",
          call(289, -1, words(2), 8, 04000),
          "fd",
          -1L,
          "mask",
          2L,
          "flags",
          64L);
      made(trigger, tap, "timerfd_create", call(283, 1, 0), "clockid", 1L);
      made(trigger, tap, "inotify_init1", call(294, 02000000), "flags", 4096L);
      made(trigger, tap, "epoll_create", call(213, 9), "size", 9L);
      made(trigger, tap, "epoll_create1", call(291, 02000000), "flags", 1L);
      made(trigger, tap, "memfd_create", call(319, "memory", 1), "name", "memory", "flags", 1L);
      made(
          trigger,
          tap,
          "pidfd_open",
          call(434, trigger.pid(), 04000),
          "pid",
          trigger.pid(),
          "flags",
          1L);
      check(
          trigger,
          tap,
          "pidfd_getfd",
          EBADF,
          call(438, 777, 5, 0),
          "pid_fd",
          777L,
          "target_fd",
          5L);
      check(trigger, tap, "bpf", -22, call(321, 9999, 0, 0), "cmd", 9999L);
      check(
          trigger,
          tap,
          "io_uring_setup",
          -22,
          call(425, 0, new byte[120]),
          "entries",
          0L,
          "flags",
          0L);
    }
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

  /** Makes a call and compares what its event tells; 32-bit numbers come with their sign. */
  private static Told check(
      TriggerProcess trigger,
      EventTap tap,
      String name,
      long result,
      Object[] call,
      Object... wanted) {
    long got = trigger.call((int) call[0], java.util.Arrays.copyOfRange(call, 1, call.length));
    assertThat(got).as(name).isEqualTo(result);
    return compare(told(trigger, tap, name, result), name, result, wanted);
  }

  /** The same of a call whose result depends on how the kernel was built. */
  private static void anyhow(
      TriggerProcess trigger, EventTap tap, String name, Object[] call, Object... wanted) {
    long got = trigger.call((int) call[0], java.util.Arrays.copyOfRange(call, 1, call.length));
    compare(told(trigger, tap, name, got), name, got, wanted);
  }

  /** The same of a call that makes something whose number it gives. */
  private static Told made(
      TriggerProcess trigger, EventTap tap, String name, Object[] call, Object... wanted) {
    long got = trigger.call((int) call[0], java.util.Arrays.copyOfRange(call, 1, call.length));
    assertThat(got).as(name).isNotNegative();
    return compare(told(trigger, tap, name, got), name, got, wanted);
  }

  /**
   * The trigger's virtual machine makes calls of its own: those with another result are not meant.
   */
  private static Told told(TriggerProcess trigger, EventTap tap, String name, long result) {
    Told told =
        tap.await(
            name,
            e ->
                e.tgid() == trigger.pid()
                    && e.name().equals(name)
                    && (e.code() == 1 || e.parameters().containsValue(result)));
    tap.told.clear();
    return told;
  }

  private static Told compare(Told told, String name, long result, Object... wanted) {
    if (told.code() != 1) {
      assertThat(told.parameters().values().iterator().next()).as(name).isEqualTo(result);
    }
    for (int i = 0; i < wanted.length; i += 2) {
      assertThat(told.get((String) wanted[i])).as(name + " " + wanted[i]).isEqualTo(wanted[i + 1]);
    }
    return told;
  }

  private static Object[] call(Object... words) {
    return words;
  }

  private static byte[] words(long... words) {
    ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.nativeOrder());
    for (long word : words) {
      bytes.putLong(word);
    }
    return bytes.array();
  }

  private static long deviceOf(String file) throws Exception {
    long device = (Long) Files.getAttribute(Path.of(file), "unix:dev");
    long major = device >>> 8 & 0xfff;
    long minor = device & 0xff | device >>> 12 & 0xfff00;
    return minor & 0xff | major << 8 | (minor & ~0xffL) << 12;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static io.eyrie.syscall.CallCheck.EBADF;
import static io.eyrie.syscall.CallCheck.ENOENT;
import static io.eyrie.syscall.CallCheck.call;
import static io.eyrie.syscall.CallCheck.check;
import static io.eyrie.syscall.CallCheck.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.eyrie.syscall.EventTap.Told;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the events of calls on files and paths tell. */
final class FileCallLiveTest {

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

  private static long deviceOf(String file) throws Exception {
    long device = (Long) Files.getAttribute(Path.of(file), "unix:dev");
    long major = device >>> 8 & 0xfff;
    long minor = device & 0xff | device >>> 12 & 0xfff00;
    return minor & 0xff | major << 8 | (minor & ~0xffL) << 12;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static io.eyrie.syscall.CallCheck.EBADF;
import static io.eyrie.syscall.CallCheck.EFAULT;
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

/** What the events of calls that read and write tell. */
final class DataCallLiveTest {

  @TempDir Path folder;

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
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
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static io.eyrie.syscall.CallCheck.EBADF;
import static io.eyrie.syscall.CallCheck.call;
import static io.eyrie.syscall.CallCheck.check;
import static io.eyrie.syscall.CallCheck.made;
import static io.eyrie.syscall.CallCheck.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.eyrie.syscall.EventTap.Told;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the events of calls that make and change descriptors tell. */
final class DescriptorCallLiveTest {

  @BeforeEach
  void needsKernel() {
    Needs.kernelPrograms();
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
}

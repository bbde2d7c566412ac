// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.eyrie.syscall.capture.Events;
import io.eyrie.syscall.capture.Facts;
import io.eyrie.syscall.event.Event;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SystemStateTest {

  private static final int O_CLOEXEC = 4096;
  private static final long SECOND = 1_000_000_000L;

  private final SystemState state = SystemState.ofCapture(new Limits(8, 16));

  private void happens(int code, long nanos, long tid, @Nullable Object... parameters) {
    Event event = Events.event(code, nanos, tid, parameters);
    state.before(event);
    state.after(event);
  }

  private void shell() {
    state.thread(Facts.process(30, 1, "sh"));
    state.seeded();
  }

  private void opens(long tid, long fd, String path, int flags) {
    happens(3, 1, tid, fd, path, flags, 0, 0, 0);
  }

  private @Nullable String name(long tid, long fd) {
    ThreadEntry thread = state.threads().get(tid);
    Descriptor descriptor = thread == null ? null : thread.descriptors().get(fd);
    return descriptor == null ? null : descriptor.name().toString();
  }

  private void clones(int code, long nanos, long tid, long result, long parent, int flags) {
    happens(
        code, nanos, tid, result, "/bin/sh", null, tid, tid, parent, "", 0, 0, 0, 0, 0, 0, "sh",
        null, flags, 0, 0, tid, tid, 0);
  }

  @Test
  void copiesOfADescriptorAreClosedOneByOne() {
    shell();
    opens(30, 3, "/etc/hosts", 1);
    happens(363, 2, 30, 9, 3, 9);
    happens(151, 3, 30, 10, 3, 26, 10);
    happens(5, 4, 30, 0, 3);
    assertThat(name(30, 3)).isNull();
    assertThat(name(30, 9)).isEqualTo("/etc/hosts");
    happens(451, 5, 30, 0, 9, 10, 0);
    assertThat(name(30, 10)).isNull();
    assertThat(state.descriptors()).isZero();
  }

  @Test
  void anExecClosesWhatIsMarkedAndEndsTheOtherThreads() {
    shell();
    clones(223, 2, 30, 31, 1, 0x2001);
    opens(30, 3, "/kept", 1);
    opens(30, 4, "/marked", 1 | O_CLOEXEC);
    opens(30, 5, "/marked/later", 1);
    happens(151, 3, 30, 0, 5, 3, 1);
    assertThat(state.threads().get(31)).isNotNull();
    happens(
        293,
        4,
        30,
        0,
        "ls",
        "-l\0".getBytes(StandardCharsets.UTF_8),
        30,
        30,
        1,
        "",
        0,
        0,
        0,
        0,
        0,
        0,
        "ls");
    assertThat(name(30, 3)).isEqualTo("/kept");
    assertThat(name(30, 4)).isNull();
    assertThat(name(30, 5)).isNull();
    assertThat(state.threads().get(31)).isNull();
    assertThat(state.threads().get(30)).hasFieldOrPropertyWithValue("comm", textOf("ls"));
  }

  private Object textOf(String text) {
    ThreadEntry thread = state.threads().get(30);
    assertThat(thread == null ? "" : thread.comm().toString()).isEqualTo(text);
    return thread == null ? "" : thread.comm();
  }

  @Test
  void aChildHasItsOwnTableAndAThreadSharesIt() {
    shell();
    opens(30, 3, "/before", 1);
    clones(225, 2, 30, 40, 1, 0);
    clones(223, 3, 30, 31, 1, 0x2001);
    opens(30, 4, "/after", 1);
    assertThat(name(40, 3)).isEqualTo("/before");
    assertThat(name(40, 4)).isNull();
    assertThat(name(31, 4)).isEqualTo("/after");
  }

  @Test
  void bothSidesOfACloneMakeOneChildInAnyOrder() {
    shell();
    clones(223, SECOND, 40, 0, 30, 0);
    opens(40, 7, "/by/the/child", 1);
    clones(223, SECOND + 10, 30, 40, 1, 0);
    assertThat(name(40, 7)).isEqualTo("/by/the/child");
    clones(223, 5 * SECOND, 30, 41, 1, 0);
    opens(41, 7, "/by/the/child", 1);
    clones(223, 5 * SECOND + 10, 41, 0, 30, 0);
    assertThat(name(41, 7)).isEqualTo("/by/the/child");
  }

  @Test
  void aChildThatEndedBeforeItsCallerCameBackStaysEnded() {
    shell();
    clones(223, SECOND, 40, 0, 30, 0);
    happens(186, SECOND + 5, 40, 0, 0, 0, 0, 0);
    clones(223, SECOND + 10, 30, 40, 1, 0);
    assertThat(state.threads().get(40)).isNull();
    clones(223, 4 * SECOND, 30, 40, 1, 0);
    assertThat(state.threads().get(40)).isNotNull();
  }

  @Test
  void aMainThreadStaysWhileOthersOfItsProcessLive() {
    shell();
    clones(223, 2, 30, 31, 1, 0x2001);
    happens(186, 3, 30, 0, 0, 0, 0, 0);
    assertThat(state.threads().get(30)).isNotNull();
    happens(186, 4, 31, 0, 0, 0, 0, 0);
    assertThat(state.threads().get(30)).isNull();
    assertThat(state.threads().size()).isZero();
  }

  @Test
  void moreThreadsThanAllowedAreForgottenAndCounted() {
    for (int tid = 100; tid < 120; tid++) {
      happens(301, 1, tid, 0, "/x");
    }
    assertThat(state.threads().size()).isEqualTo(8);
    assertThat(state.threads().evicted()).isEqualTo(12);
  }

  @Test
  void moreDescriptorsThanAllowedAreRefusedAndCounted() {
    shell();
    for (int fd = 3; fd < 23; fd++) {
      opens(30, fd, "/x", 1);
    }
    assertThat(state.descriptors()).isEqualTo(16);
    assertThat(state.descriptorsRefused()).isEqualTo(4);
  }

  @Test
  void aDescriptorIsTakenFromAnotherProcessByItsPidfd() {
    state.thread(Facts.process(50, 1, "server"));
    shell();
    opens(50, 9, "/secret", 1);
    happens(409, 2, 30, 3, 50, 0);
    assertThat(name(30, 3)).isEqualTo("/proc/50");
    happens(407, 3, 30, 4, 3, 9, 0);
    assertThat(name(30, 4)).isEqualTo("/secret");
  }

  @Test
  void aDatagramNamesItsSocketAndTellsWhoTheServerIs() {
    shell();
    happens(19, 1, 30, 3, 2, 2, 0, 0);
    byte[] question = {2, 10, 0, 0, 1, 0x10, 0x27, 8, 8, 8, 8, 53, 0};
    byte[] answer = {2, 8, 8, 8, 8, 53, 0, 10, 0, 0, 1, 0x10, 0x27};
    happens(31, 2, 30, 4, null, 3, 4, question);
    assertThat(name(30, 3)).isEqualTo("10.0.0.1:10000->8.8.8.8:53");
    happens(35, 3, 30, 4, null, answer, 3, 4);
    assertThat(name(30, 3)).isEqualTo("10.0.0.1:10000->8.8.8.8:53");
    happens(19, 4, 30, 5, 2, 2, 0, 0);
    happens(35, 5, 30, 4, null, question, 5, 4);
    assertThat(name(30, 5)).isEqualTo("10.0.0.1:10000->8.8.8.8:53");
    happens(31, 6, 30, 4, null, 5, 4, answer);
    assertThat(name(30, 5)).isEqualTo("10.0.0.1:10000->8.8.8.8:53");
  }

  @Test
  void acceptedConnectionsOfAListAreTurnedRound() {
    state.thread(Facts.process(30, 1, "server"));
    byte[] local = {10, 0, 0, 1};
    byte[] remote = {10, 0, 0, 2};
    state.descriptor(30, new DescriptorFacts.Bound(3, 1, local, 80, Protocol.TCP, false));
    state.descriptor(
        30,
        new DescriptorFacts.Connection(
            4, 2, local, 80, remote, 4000, Protocol.TCP, Role.NONE, false));
    state.descriptor(
        30,
        new DescriptorFacts.Connection(
            5, 3, local, 4001, remote, 443, Protocol.TCP, Role.NONE, false));
    state.seeded();
    assertThat(name(30, 4)).isEqualTo("10.0.0.2:4000->10.0.0.1:80");
    assertThat(name(30, 5)).isEqualTo("10.0.0.1:4001->10.0.0.2:443");
  }

  @Test
  void whatWasSeededIsToldAgain() {
    state.thread(Facts.process(30, 1, "sh"));
    state.seeded();
    opens(30, 3, "/etc/hosts", 1);
    SystemState copy = SystemState.ofCapture(new Limits(8, 16));
    state.tell(copy);
    copy.seeded();
    ThreadEntry thread = copy.threads().get(30);
    assertThat(thread).isNotNull();
    Descriptor descriptor = thread == null ? null : thread.descriptors().get(3);
    assertThat(descriptor == null ? "" : descriptor.name().toString()).isEqualTo("/etc/hosts");
  }

  @Test
  void openingReadingWritingAndClosingAllocatesNothing() {
    shell();
    Event[] round = {
      Events.event(3, 1, 30, 3, "etc/hosts", 1, 0, 2049, 7),
      Events.event(7, 2, 30, 5, "hello".getBytes(StandardCharsets.UTF_8), 3, 64),
      Events.event(9, 3, 30, 5, "hello".getBytes(StandardCharsets.UTF_8), 3, 64),
      Events.event(5, 4, 30, 0, 3)
    };
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        for (Event event : round) {
          state.before(event);
          state.after(event);
        }
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isLessThan(4096);
  }
}

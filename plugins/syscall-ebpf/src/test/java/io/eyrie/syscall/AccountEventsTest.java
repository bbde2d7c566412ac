// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.eyrie.syscall.capture.Events;
import io.eyrie.syscall.capture.Facts;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.container.EngineType;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.Limits;
import io.eyrie.syscall.state.SystemState;
import io.eyrie.syscall.state.ThreadEntry;
import io.eyrie.syscall.state.UserFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recorded of users and groups of containers is known when the capture is replayed. */
class AccountEventsTest {

  private static final String ID = "c".repeat(64);
  private static final int USER_DELETED = 356;
  private static final int GROUP_DELETED = 360;

  private final SystemState replayed = SystemState.ofCapture(new Limits(8, 8));
  private final ContainerRef container = new ContainerRef(ID, EngineType.DOCKER);
  private final AccountEvents events = new AccountEvents(() -> 5, replayed::before);

  @BeforeEach
  void aHostAndAContainer() {
    replayed.user(user("host"));
    replayed.group(group("hosts"));
    replayed.thread(Facts.process(30, 1, "sh"));
    replayed.thread(Facts.contained(40, 1, "sh", ID));
    replayed.seeded();
  }

  private static UserFacts user(String name) {
    return new UserFacts(7, 7, Facts.bytes(name), Facts.bytes("/home"), Facts.bytes("/bin/sh"));
  }

  private static GroupFacts group(String name) {
    return new GroupFacts(7, Facts.bytes(name));
  }

  private String names(long tid) {
    ThreadEntry thread = replayed.threads().get(tid);
    UserFacts user = replayed.accounts().user(thread, 7);
    GroupFacts group = replayed.accounts().group(thread, 7);
    return text(user == null ? null : user.name())
        + " "
        + text(group == null ? null : group.name());
  }

  private static String text(byte @Nullable [] name) {
    return name == null ? "none" : new String(name, UTF_8);
  }

  @Test
  void aContainerHasNoneOfTheHosts() {
    assertThat(names(30)).isEqualTo("host hosts");
    assertThat(names(40)).isEqualTo("none none");
  }

  @Test
  void whatIsToldOfAContainerIsOfItAlone() {
    events.user(container, user("guest"));
    events.group(container, group("guests"));
    assertThat(names(30)).isEqualTo("host hosts");
    assertThat(names(40)).isEqualTo("guest guests");
  }

  @Test
  void whatIsDeletedIsGone() {
    events.user(container, user("guest"));
    events.group(container, group("guests"));
    replayed.before(
        Events.event(USER_DELETED, 6, -1, 7, 7, "guest", "/home", "/bin/sh", ID.substring(0, 12)));
    replayed.before(Events.event(GROUP_DELETED, 6, -1, 7, "guests", ID.substring(0, 12)));
    assertThat(names(40)).isEqualTo("none none");
    assertThat(names(30)).isEqualTo("host hosts");
  }

  @Test
  void aNameBeyondWhatReadersTakeIsCut() {
    events.user(container, user("n".repeat(300)));
    assertThat(names(40)).isEqualTo("n".repeat(255) + " none");
  }
}

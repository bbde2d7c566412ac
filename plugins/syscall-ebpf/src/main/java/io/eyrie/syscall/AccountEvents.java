// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall;

import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.event.Event;
import io.eyrie.syscall.state.Accounts;
import io.eyrie.syscall.state.GroupFacts;
import io.eyrie.syscall.state.UserFacts;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells of users and groups of containers by events, as captures do. */
final class AccountEvents implements Accounts.OfContainers {

  private static final int USER_ADDED = 354;
  private static final int GROUP_ADDED = 358;
  private static final int ROOM = 256;
  private static final int MOST_NAME = 255;

  private final LongSupplier epochNanos;
  private final Consumer<Event> into;

  /**
   * Tells them at the time they are known.
   *
   * @param epochNanos what time it is
   */
  AccountEvents(LongSupplier epochNanos, Consumer<Event> into) {
    this.epochNanos = epochNanos;
    this.into = into;
  }

  @Override
  public void user(ContainerRef container, UserFacts user) {
    Event told = begun(USER_ADDED);
    told.put32(user.uid());
    told.put32(user.gid());
    text(told, user.name());
    text(told, user.home());
    text(told, user.shell());
    text(told, container.idBytes());
    into.accept(told);
  }

  @Override
  public void group(ContainerRef container, GroupFacts group) {
    Event told = begun(GROUP_ADDED);
    told.put32(group.gid());
    text(told, group.name());
    text(told, container.idBytes());
    into.accept(told);
  }

  private Event begun(int code) {
    Event told = new Event(ROOM);
    told.begin(code, epochNanos.getAsLong(), -1, 0);
    return told;
  }

  /** A text with its NUL, cut to what readers of captures take. */
  private static void text(Event told, byte[] text) {
    int length = Math.min(text.length, MOST_NAME);
    byte[] ended = Arrays.copyOf(Arrays.copyOf(text, length), length + 1);
    told.parameter(told.append(ended, 0, ended.length), ended.length);
  }
}

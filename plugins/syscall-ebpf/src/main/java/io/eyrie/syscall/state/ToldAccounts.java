// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.event.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups that a capture tells of: by its lists, and by events when they come and go.
 * Those of containers are left out, as their numbers mean others than the host's.
 */
final class ToldAccounts implements Accounts {

  private static final int MOST = 100_000;

  private final LongTable<UserFacts> users = new LongTable<>();
  private final LongTable<GroupFacts> groups = new LongTable<>();

  @Override
  public @Nullable UserFacts user(long uid) {
    return users.get(uid);
  }

  @Override
  public @Nullable GroupFacts group(long gid) {
    return groups.get(gid);
  }

  @Override
  public void tell(FactSink into) {
    users.each(into::user);
    groups.each(into::group);
  }

  void add(UserFacts user) {
    if (users.size() < MOST) {
      users.put(user.uid(), user);
    }
  }

  void add(GroupFacts group) {
    if (groups.size() < MOST) {
      groups.put(group.gid(), group);
    }
  }

  void clear() {
    users.clear();
    groups.clear();
  }

  /** Takes what an event of users or groups tells; any other changes nothing. */
  void apply(Event event) {
    switch (event.code()) {
      case EventCodes.USER_ADDED -> {
        if (event.textLength(5) == 0) {
          add(
              new UserFacts(
                  event.unsigned(0),
                  event.unsigned(1),
                  text(event, 2),
                  text(event, 3),
                  text(event, 4)));
        }
      }
      case EventCodes.USER_DELETED -> {
        if (event.textLength(5) == 0) {
          users.remove(event.unsigned(0));
        }
      }
      case EventCodes.GROUP_ADDED -> {
        if (event.textLength(2) == 0) {
          add(new GroupFacts(event.unsigned(0), text(event, 1)));
        }
      }
      case EventCodes.GROUP_DELETED -> {
        if (event.textLength(2) == 0) {
          groups.remove(event.unsigned(0));
        }
      }
      default -> {}
    }
  }

  private static byte[] text(Event event, int index) {
    int from = event.offset(index);
    return Arrays.copyOfRange(event.bytes(), from, from + event.textLength(index));
  }
}

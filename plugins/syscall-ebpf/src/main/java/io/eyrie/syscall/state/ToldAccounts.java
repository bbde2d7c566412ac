// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups that a capture tells of: those of the host by its lists, and all by events
 * when they come and go, with the id of the container that they are of.
 */
final class ToldAccounts implements Accounts {

  /** Of all together. */
  private static final int MOST = 100_000;

  private static final int MOST_CONTAINERS = 16_384;
  private static final int LONGEST_ID = 256;

  private final Tables host = new Tables();
  private final Map<String, Tables> containers = new HashMap<>();
  private int size;

  @Override
  public @Nullable UserFacts user(@Nullable ThreadEntry thread, long uid) {
    Tables tables = of(thread);
    return tables == null ? null : tables.users.get(uid);
  }

  @Override
  public @Nullable GroupFacts group(@Nullable ThreadEntry thread, long gid) {
    Tables tables = of(thread);
    return tables == null ? null : tables.groups.get(gid);
  }

  private @Nullable Tables of(@Nullable ThreadEntry thread) {
    if (thread == null) {
      return host;
    }
    ContainerRef container = thread.image().container();
    return container.host() ? host : containers.get(container.id());
  }

  @Override
  public void tell(FactSink into) {
    host.users.each(into::user);
    host.groups.each(into::group);
  }

  @Override
  public void tell(OfContainers into) {
    // A capture that is replayed is not recorded.
  }

  void add(UserFacts user) {
    add(host, user);
  }

  void add(GroupFacts group) {
    add(host, group);
  }

  private void add(Tables to, UserFacts user) {
    if (size < MOST && to.users.put(user.uid(), user) == null) {
      size++;
    }
  }

  private void add(Tables to, GroupFacts group) {
    if (size < MOST && to.groups.put(group.gid(), group) == null) {
      size++;
    }
  }

  void clear() {
    host.users.clear();
    host.groups.clear();
    containers.clear();
    size = 0;
  }

  /** Takes what an event of users or groups tells; any other changes nothing. */
  void apply(Event event) {
    switch (event.code()) {
      case EventCodes.USER_ADDED -> {
        Tables tables = named(event, 5);
        if (tables != null) {
          add(
              tables,
              new UserFacts(
                  event.unsigned(0),
                  event.unsigned(1),
                  text(event, 2),
                  text(event, 3),
                  text(event, 4)));
        }
      }
      case EventCodes.USER_DELETED -> {
        Tables tables = named(event, 5);
        if (tables != null && tables.users.remove(event.unsigned(0)) != null) {
          size--;
        }
      }
      case EventCodes.GROUP_ADDED -> {
        Tables tables = named(event, 2);
        if (tables != null) {
          add(tables, new GroupFacts(event.unsigned(0), text(event, 1)));
        }
      }
      case EventCodes.GROUP_DELETED -> {
        Tables tables = named(event, 2);
        if (tables != null && tables.groups.remove(event.unsigned(0)) != null) {
          size--;
        }
      }
      default -> {}
    }
  }

  /**
   * Those of the container that the event names in this parameter; without a name, the host's; null
   * beyond the bounds.
   */
  private @Nullable Tables named(Event event, int parameter) {
    int length = event.textLength(parameter);
    if (length == 0) {
      return host;
    }
    if (length > LONGEST_ID) {
      return null;
    }
    String id = new String(text(event, parameter), StandardCharsets.UTF_8);
    return containers.size() < MOST_CONTAINERS
        ? containers.computeIfAbsent(id, _ -> new Tables())
        : containers.get(id);
  }

  private static byte[] text(Event event, int index) {
    int from = event.offset(index);
    return Arrays.copyOfRange(event.bytes(), from, from + event.textLength(index));
  }

  /** Of one system. */
  private static final class Tables {
    final LongTable<UserFacts> users = new LongTable<>();
    final LongTable<GroupFacts> groups = new LongTable<>();
  }
}

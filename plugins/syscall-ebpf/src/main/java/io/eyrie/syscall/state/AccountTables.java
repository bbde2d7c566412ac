// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of one system, as its {@code passwd} and {@code group} files say. Of several
 * of one number the first counts, as it does for the C library. Nothing of it changes.
 */
final class AccountTables {

  /** None. */
  static final AccountTables NONE = new AccountTables(new byte[0], new byte[0], 0);

  private static final long LARGEST_ID = 0xffff_fffeL;
  private static final int USER_PARTS = 7;
  private static final int GROUP_PARTS = 4;

  private final LongTable<UserFacts> users = new LongTable<>();
  private final LongTable<GroupFacts> groups = new LongTable<>();

  /**
   * Those of two files. A line that is not of a user or group tells nothing; text may be of any
   * bytes and ends where a NUL stands, as for the C library.
   *
   * @param most how many users and how many groups at most
   */
  AccountTables(byte[] passwd, byte[] group, int most) {
    for (int at = 0; at < passwd.length && users.size() < most; at = end(passwd, at) + 1) {
      user(line(passwd, at));
    }
    for (int at = 0; at < group.length && groups.size() < most; at = end(group, at) + 1) {
      group(line(group, at));
    }
  }

  private void user(String line) {
    String[] parts = line.split(":", USER_PARTS);
    if (parts.length < USER_PARTS || parts[0].isEmpty()) {
      return;
    }
    long uid = id(parts[2]);
    long gid = id(parts[3]);
    if (uid >= 0 && gid >= 0 && users.get(uid) == null) {
      users.put(uid, new UserFacts(uid, gid, bytes(parts[0]), bytes(parts[5]), bytes(parts[6])));
    }
  }

  private void group(String line) {
    String[] parts = line.split(":", GROUP_PARTS);
    if (parts.length < GROUP_PARTS - 1 || parts[0].isEmpty()) {
      return;
    }
    long gid = id(parts[2]);
    if (gid >= 0 && groups.get(gid) == null) {
      groups.put(gid, new GroupFacts(gid, bytes(parts[0])));
    }
  }

  private static int end(byte[] file, int from) {
    int end = from;
    while (end < file.length && file[end] != '\n') {
      end++;
    }
    return end;
  }

  private static String line(byte[] file, int from) {
    return new String(file, from, end(file, from) - from, StandardCharsets.ISO_8859_1);
  }

  /** A number that stands for a user or group, or -1. */
  private static long id(String text) {
    try {
      long id = Long.parseLong(text);
      return id <= LARGEST_ID ? id : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static byte[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    int nul = text.indexOf('\0');
    return nul < 0 ? bytes : Arrays.copyOf(bytes, nul);
  }

  @Nullable UserFacts user(long uid) {
    return users.get(uid);
  }

  @Nullable GroupFacts group(long gid) {
    return groups.get(gid);
  }

  /** How many users and groups there are. */
  int size() {
    return users.size() + groups.size();
  }

  void each(Consumer<UserFacts> ofUsers, Consumer<GroupFacts> ofGroups) {
    users.each(ofUsers);
    groups.each(ofGroups);
  }
}

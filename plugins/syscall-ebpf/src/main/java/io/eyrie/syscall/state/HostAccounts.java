// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of the running host, from {@code /etc/passwd} and {@code /etc/group}: read
 * when first asked, and again when a file has changed, which is looked at once a second. A file
 * that can't be read leaves what was known. One thread.
 */
final class HostAccounts implements Accounts {

  private static final long CHECK_NANOS = 1_000_000_000L;
  private static final int MOST = 100_000;

  private final Path passwd;
  private final Path group;
  private final LongSupplier nanoTime;
  private LongTable<UserFacts> users = new LongTable<>();
  private LongTable<GroupFacts> groups = new LongTable<>();
  private @Nullable FileTime passwdRead;
  private @Nullable FileTime groupRead;
  private long checked;
  private boolean ever;

  HostAccounts(Path passwd, Path group, LongSupplier nanoTime) {
    this.passwd = passwd;
    this.group = group;
    this.nanoTime = nanoTime;
  }

  @Override
  public @Nullable UserFacts user(long uid) {
    check();
    return users.get(uid);
  }

  @Override
  public @Nullable GroupFacts group(long gid) {
    check();
    return groups.get(gid);
  }

  @Override
  public void tell(FactSink into) {
    check();
    users.each(into::user);
    groups.each(into::group);
  }

  private void check() {
    long now = nanoTime.getAsLong();
    if (ever && now - checked < CHECK_NANOS) {
      return;
    }
    ever = true;
    checked = now;
    FileTime changed = changed(passwd);
    if (changed != null && !changed.equals(passwdRead)) {
      passwdRead = changed;
      users = readUsers();
    }
    changed = changed(group);
    if (changed != null && !changed.equals(groupRead)) {
      groupRead = changed;
      groups = readGroups();
    }
  }

  private static @Nullable FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }

  private LongTable<UserFacts> readUsers() {
    LongTable<UserFacts> read = new LongTable<>();
    for (String line : lines(passwd)) {
      String[] parts = line.split(":", 7);
      try {
        if (parts.length == 7 && read.get(Long.parseLong(parts[2])) == null) {
          long uid = Long.parseLong(parts[2]);
          read.put(
              uid,
              new UserFacts(
                  uid,
                  Long.parseLong(parts[3]),
                  bytes(parts[0]),
                  bytes(parts[5]),
                  bytes(parts[6])));
        }
      } catch (NumberFormatException e) {
        // The line is not of a user.
      }
    }
    return read;
  }

  private LongTable<GroupFacts> readGroups() {
    LongTable<GroupFacts> read = new LongTable<>();
    for (String line : lines(group)) {
      String[] parts = line.split(":", 4);
      try {
        if (parts.length >= 3 && read.get(Long.parseLong(parts[2])) == null) {
          long gid = Long.parseLong(parts[2]);
          read.put(gid, new GroupFacts(gid, bytes(parts[0])));
        }
      } catch (NumberFormatException e) {
        // The line is not of a group.
      }
    }
    return read;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static List<String> lines(Path file) {
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return reader.lines().limit(MOST).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of the running host, from {@code /etc/passwd} and {@code /etc/group}: read
 * when first asked, and again when a file has changed, which is looked at once a second. A file
 * that can't be read leaves what was known. One thread.
 */
final class HostAccounts {

  private static final long CHECK_NANOS = 1_000_000_000L;
  private static final int MOST = 100_000;
  private static final int MOST_BYTES = 1 << 24;

  private final Path passwd;
  private final Path group;
  private final LongSupplier nanoTime;
  private AccountTables tables = AccountTables.NONE;
  private byte[] passwdBytes = {};
  private byte[] groupBytes = {};
  private @Nullable FileTime passwdRead;
  private @Nullable FileTime groupRead;
  private long checked;
  private boolean ever;

  HostAccounts(Path passwd, Path group, LongSupplier nanoTime) {
    this.passwd = passwd;
    this.group = group;
    this.nanoTime = nanoTime;
  }

  /** What the files say now. */
  AccountTables tables() {
    long now = nanoTime.getAsLong();
    if (ever && now - checked < CHECK_NANOS) {
      return tables;
    }
    ever = true;
    checked = now;
    FileTime passwdChanged = changed(passwd);
    FileTime groupChanged = changed(group);
    boolean users = passwdChanged != null && !passwdChanged.equals(passwdRead);
    boolean groups = groupChanged != null && !groupChanged.equals(groupRead);
    if (users) {
      passwdRead = passwdChanged;
      passwdBytes = read(passwd, passwdBytes);
    }
    if (groups) {
      groupRead = groupChanged;
      groupBytes = read(group, groupBytes);
    }
    if (users || groups) {
      tables = new AccountTables(passwdBytes, groupBytes, MOST);
    }
    return tables;
  }

  private static @Nullable FileTime changed(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return null;
    }
  }

  private static byte[] read(Path file, byte[] otherwise) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      return otherwise;
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.state;

import io.eyrie.syscall.container.CgroupNames;
import io.eyrie.syscall.container.ContainerRef;
import io.eyrie.syscall.kernel.RootFolder;
import io.eyrie.syscall.kernel.RootFolder.RegularFile;
import io.eyrie.syscall.kernel.RootFolder.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the users and groups of a container through the root of one of its processes. Whoever is
 * root in the container chose what is there: it is read as {@link RootFolder} says, up to a bound.
 * May wait for as long as a file system of the container likes. Of any thread.
 */
final class AccountReader {

  /** How much of each file is read. */
  static final int MOST_BYTES = 1 << 18;

  /** How many users, and how many groups, a container has at most. */
  static final int MOST = 4096;

  private static final int MOST_CGROUP = 65_536;

  private final Path proc;
  private final Path hostRoot;

  /**
   * A reader.
   *
   * @param proc where {@code /proc} is mounted; the root of its process 1 is the host's
   */
  AccountReader(Path proc) {
    this.proc = proc;
    this.hostRoot = proc.resolve("1").resolve("root");
  }

  /**
   * Reads them unless they are what was read before.
   *
   * @param pids processes that are likely to be in the container, the best first
   * @param before null when nothing was read before
   */
  Found read(ContainerRef container, long[] pids, @Nullable Read before) {
    for (long pid : pids) {
      Path process = proc.resolve(Long.toString(pid));
      try (RootFolder root = RootFolder.open(process.resolve("root"))) {
        // Looked at after the root was taken: the id may be another process's by now.
        if (root != null && container.equals(containerOf(process))) {
          return root.is(hostRoot) ? HostsRoot.FOUND : read(root, before);
        }
      }
    }
    return Gone.FOUND;
  }

  private static ContainerRef containerOf(Path process) {
    try (InputStream in = Files.newInputStream(process.resolve("cgroup"))) {
      return CgroupNames.container(ProcFiles.cgroups(in.readNBytes(MOST_CGROUP)));
    } catch (IOException e) {
      return ContainerRef.HOST;
    }
  }

  private static Read read(RootFolder root, @Nullable Read before) {
    try (RegularFile passwd = root.file("etc/passwd");
        RegularFile group = root.file("etc/group")) {
      Version ofPasswd = passwd == null ? null : passwd.version();
      Version ofGroup = group == null ? null : group.version();
      if (before != null
          && Objects.equals(before.passwd(), ofPasswd)
          && Objects.equals(before.group(), ofGroup)) {
        return before;
      }
      byte[] users = passwd == null ? new byte[0] : passwd.read(MOST_BYTES);
      byte[] groups = group == null ? new byte[0] : group.read(MOST_BYTES);
      return new Read(
          new AccountTables(users, groups, MOST), ofPasswd, ofGroup, users.length + groups.length);
    }
  }

  /** What a look at a container found. */
  sealed interface Found permits Read, HostsRoot, Gone {}

  /**
   * Its files.
   *
   * @param passwd which file the users are of; null without one
   * @param group which file the groups are of; null without one
   * @param bytes how much was read
   */
  record Read(AccountTables tables, @Nullable Version passwd, @Nullable Version group, int bytes)
      implements Found {}

  /** Its processes have the host's root, for good or as yet. */
  enum HostsRoot implements Found {
    FOUND
  }

  /** No process of it was found. */
  enum Gone implements Found {
    FOUND
  }
}

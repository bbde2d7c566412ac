// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder in which files are found as by processes that have it as their root: whatever links and
 * {@code ..} say, nothing outside of it is reached, and the links of {@code /proc} that lead
 * elsewhere are not followed.
 *
 * <p>The folder is held, so it stays the same one when what its path stood for is gone. Files are
 * found without being opened, by {@code openat2} with {@code O_PATH}: a device or FIFO is known for
 * what it is before opening it could wait or do anything. Only regular files are then opened, by
 * what was found, not by the path again, and without waiting for who has a lease on them.
 *
 * <p>A file system of a user's process (FUSE) or of the network can still make each call wait: not
 * for threads that must go on.
 */
public final class RootFolder implements AutoCloseable {

  /** The same number on all architectures. */
  private static final long SYS_OPENAT2 = 437;

  private static final int HERE = -100;
  private static final long O_PATH = 0x20_0000;
  private static final long O_CLOEXEC = 0x8_0000;
  private static final long O_NONBLOCK = 0x800;
  private static final long NO_MAGIC_LINKS = 0x02;
  private static final long IN_ROOT = 0x10;
  private static final int HOW = 24;
  private static final int FORMAT = 0170000;
  private static final int REGULAR = 0100000;
  private static final int CHUNK = 8192;

  private final LibC c;
  private final int fd;

  private RootFolder(LibC c, int fd) {
    this.c = c;
    this.fd = fd;
  }

  /**
   * Holds a folder, such as {@code /proc/PID/root}; links in its path are followed.
   *
   * @return null when it is not there, or not for this process
   */
  public static @Nullable RootFolder open(Path folder) {
    LibC c = NativeLibraries.standard();
    int fd = open(c, HERE, folder.toString(), O_PATH | O_CLOEXEC, 0);
    return fd < 0 ? null : new RootFolder(c, fd);
  }

  private static int open(LibC c, int folder, String path, long flags, long resolve) {
    byte[] how = new byte[HOW];
    ByteBuffer.wrap(how).order(ByteOrder.nativeOrder()).putLong(flags).putLong(0).putLong(resolve);
    return (int) c.syscall(SYS_OPENAT2, folder, path, how, HOW);
  }

  private static Path held(int fd) {
    return Path.of("/proc/self/fd/" + fd);
  }

  /** Whether it is the folder of that path; false when that can't be told. */
  public boolean is(Path other) {
    try {
      return Files.isSameFile(held(fd), other);
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Holds a regular file.
   *
   * @param path from this folder on
   * @return null when there is none of this path, or what is there is something else
   */
  public @Nullable RegularFile file(String path) {
    int found = open(c, fd, path, O_PATH | O_CLOEXEC, IN_ROOT | NO_MAGIC_LINKS);
    if (found < 0) {
      return null;
    }
    try {
      Map<String, Object> facts =
          Files.readAttributes(held(found), "unix:mode,dev,ino,size,ctime,lastModifiedTime");
      if (((Integer) facts.getOrDefault("mode", 0) & FORMAT) == REGULAR) {
        return new RegularFile(
            c,
            found,
            new Version(
                (Long) facts.getOrDefault("dev", 0L),
                (Long) facts.getOrDefault("ino", 0L),
                (Long) facts.getOrDefault("size", 0L),
                (FileTime) facts.getOrDefault("ctime", FileTime.fromMillis(0)),
                (FileTime) facts.getOrDefault("lastModifiedTime", FileTime.fromMillis(0))));
      }
    } catch (IOException e) {
      // What can't be looked at can't be read either.
      int _ = c.close(found);
      return null;
    }
    int _ = c.close(found);
    return null;
  }

  @Override
  public void close() {
    int _ = c.close(fd);
  }

  /**
   * Which file it is, and how it was last changed: equal as long as its content is the same.
   *
   * @param bytes how long it is
   */
  public record Version(long device, long inode, long bytes, FileTime changed, FileTime modified) {}

  /** A regular file that is held, open for nothing yet. */
  public static final class RegularFile implements AutoCloseable {

    private final LibC c;
    private final int fd;
    private final Version version;

    private RegularFile(LibC c, int fd, Version version) {
      this.c = c;
      this.fd = fd;
      this.version = version;
    }

    /** What it was when it was found. */
    public Version version() {
      return version;
    }

    /**
     * Its beginning; empty when it can't be read.
     *
     * @param most how many bytes at most; nor are there more than the file had when it was found,
     *     so that files which the kernel makes up, of length 0, are not read
     */
    public byte[] read(int most) {
      int opened = open(c, HERE, held(fd).toString(), O_NONBLOCK | O_CLOEXEC, 0);
      if (opened < 0) {
        return new byte[0];
      }
      try {
        byte[] content = new byte[(int) Math.min(most, version.bytes())];
        byte[] chunk = new byte[Math.min(CHUNK, content.length)];
        int length = 0;
        while (length < content.length) {
          int room = Math.min(chunk.length, content.length - length);
          int more = (int) c.read(opened, chunk, room);
          if (more <= 0) {
            break;
          }
          System.arraycopy(chunk, 0, content, length, more);
          length += more;
        }
        return Arrays.copyOf(content, length);
      } finally {
        int _ = c.close(opened);
      }
    }

    @Override
    public void close() {
      int _ = c.close(fd);
    }
  }
}

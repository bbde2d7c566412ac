// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a home folder for this process, so that no second host writes to the same state.
 *
 * <p>The lock is the operating system's own on the file {@code eyrie.lock}, so it ends with the
 * process however that ends; the file stays and names the process that held it last.
 */
public final class HomeLock implements AutoCloseable {

  private static final String FILE = "eyrie.lock";

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder, which is created when it is not there.
   *
   * @throws HomeException if another host has it, or it can't be created or written
   */
  public static HomeLock take(Path home) throws HomeException {
    Path file = home.resolve(FILE);
    FileChannel channel;
    try {
      Files.createDirectories(home);
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new HomeException(
          "home %s is not a folder: name another one with 'home:' in eyrie.yaml".formatted(home),
          e);
    } catch (IOException e) {
      throw new HomeException(
          "home %s can't be written (%s): give user %s write access to it, or name another one with 'home:' in eyrie.yaml"
              .formatted(home, reason(e), System.getProperty("user.name")),
          e);
    }
    try {
      return new HomeLock(lock(channel, home));
    } catch (HomeException e) {
      closeQuietly(channel);
      throw e;
    }
  }

  private static FileChannel lock(FileChannel channel, Path home) throws HomeException {
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(channel, home);
      }
      channel.truncate(0);
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      return channel;
    } catch (OverlappingFileLockException _) {
      throw inUse(channel, home);
    } catch (IOException e) {
      throw new HomeException(
          "home %s can't be locked (%s): free some space, or use a file system with locks"
              .formatted(home, reason(e)),
          e);
    }
  }

  private static HomeException inUse(FileChannel channel, Path home) {
    String holder = holder(channel);
    return new HomeException(
        "home %s is in use by another eyrie%s: stop that one, or name another home with 'home:' in eyrie.yaml"
            .formatted(home, holder.isEmpty() ? "" : " (process " + holder + ")"),
        null);
  }

  private static String holder(FileChannel channel) {
    try {
      ByteBuffer text = ByteBuffer.allocate(32);
      channel.read(text, 0);
      return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    } catch (IOException _) {
      return "";
    }
  }

  /** The operating system's word for it, without the path that the message already names. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    int colon = message == null ? -1 : message.lastIndexOf(": ");
    return message == null
        ? e.getClass().getSimpleName()
        : message.substring(colon < 0 ? 0 : colon + 2);
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Nothing was written through it.
    }
  }

  /** Gives the folder back. */
  @Override
  public void close() {
    closeQuietly(channel);
  }
}

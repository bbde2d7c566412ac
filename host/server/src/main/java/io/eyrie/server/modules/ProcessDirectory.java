// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.modules;

import io.eyrie.server.scratch.ScratchFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of this process for copies of plugin jars and the framework's storage.
 *
 * <p>Two processes on one storage would damage it unnoticed, so each has its own, told from those
 * that a killed process left behind by a lock that ends with its process. What is left behind is
 * removed by the next one. Where the home can't be written to, a temporary directory takes its
 * place.
 */
final class ProcessDirectory implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessDirectory.class);
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel channel;

  private ProcessDirectory(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /**
   * Makes a directory under the home's {@code modules/}, or a temporary one.
   *
   * @throws IOException if neither can be made
   */
  static ProcessDirectory make(Path home) throws IOException {
    try {
      Path parent = Files.createDirectories(home.resolve("modules"));
      removeAbandoned(parent);
      return locked(Files.createTempDirectory(parent, ProcessHandle.current().pid() + "-"));
    } catch (IOException e) {
      Path temporary = Files.createTempDirectory("eyrie-modules-");
      LOG.warn(
          "{} can't be written to ({}); copies of plugin jars are kept in {} for this run",
          home,
          e.toString(),
          temporary);
      return locked(temporary);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      channel.close();
      ScratchFolder.delete(path);
    } catch (IOException e) {
      LOG.warn("{} could not be removed ({}); it may be deleted", path, e.toString());
    }
  }

  private static ProcessDirectory locked(Path directory) throws IOException {
    FileChannel channel = openLock(directory.resolve(LOCK));
    if (tryLock(channel) == null) {
      channel.close();
      throw new IOException(directory + " is locked by another process");
    }
    return new ProcessDirectory(directory, channel);
  }

  private static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * A directory without a lock file is one that is just being made; a process that ends in that
   * instant leaves an empty directory behind, which is no harm.
   */
  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, Files::isDirectory)) {
      for (Path sibling : siblings) {
        if (Files.exists(sibling.resolve(LOCK)) && abandoned(sibling)) {
          ScratchFolder.delete(sibling);
        }
      }
    }
  }

  private static boolean abandoned(Path directory) throws IOException {
    try (FileChannel channel =
        FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
      return tryLock(channel) != null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}

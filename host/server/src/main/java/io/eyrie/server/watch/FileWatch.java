// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.watch;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back when any of a set of files, or of the files of a set of folders, has changed and then
 * stayed as it is for one whole interval.
 *
 * <p>The callback runs on the watch's own thread, one call at a time; what it throws is logged and
 * the watch goes on. Changes that happen while it runs cause another call.
 */
public final class FileWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

  private final Supplier<List<Path>> paths;
  private final Duration interval;
  private final Runnable changed;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  private FileWatch(String name, Supplier<List<Path>> paths, Duration interval, Runnable changed) {
    this.paths = paths;
    this.interval = interval;
    this.changed = changed;
    Map<Path, Mark> before = look();
    this.thread = Thread.ofPlatform().daemon().name(name).start(() -> watch(before));
  }

  /**
   * Begins to watch. What is there now is what later looks are compared with.
   *
   * @param name of the thread
   * @param paths asked at each look for files and folders, which need not exist yet; folders are
   *     not descended into
   * @param interval between looks, and how long files must stay the same before the call
   * @param changed what to call
   */
  public static FileWatch start(
      String name, Supplier<List<Path>> paths, Duration interval, Runnable changed) {
    return new FileWatch(name, paths, interval, changed);
  }

  private void watch(Map<Path, Mark> before) {
    Map<Path, Mark> told = before;
    Map<Path, Mark> last = before;
    while (!pause()) {
      Map<Path, Mark> now = look();
      boolean settled = now.equals(last);
      last = now;
      if (settled && !now.equals(told)) {
        told = now;
        try {
          changed.run();
        } catch (RuntimeException e) {
          LOG.error("after a change of {}: {}", paths.get(), e.toString(), e);
        }
      }
    }
  }

  private boolean pause() {
    try {
      return closed.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  private Map<Path, Mark> look() {
    Map<Path, Mark> marks = new TreeMap<>();
    for (Path path : paths.get()) {
      mark(path, marks);
      if (Files.isDirectory(path)) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
          entries.forEach(entry -> mark(entry, marks));
        } catch (IOException | DirectoryIteratorException e) {
          LOG.debug("can't list {}: {}", path, e.toString());
        }
      }
    }
    return marks;
  }

  private static void mark(Path path, Map<Path, Mark> marks) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      marks.put(
          path,
          new Mark(
              attributes.size(),
              attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
              String.valueOf(attributes.fileKey())));
    } catch (IOException e) {
      // A file that is not there, or no longer, is simply not in the picture.
      LOG.trace("can't look at {}: {}", path, e.toString());
    }
  }

  /** Ends the watch and waits for a call that is under way, at most five seconds. */
  @Override
  public void close() {
    closed.countDown();
    if (Thread.currentThread() == thread) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What a file looked like; the key tells a file from its replacement of the same size. */
  private record Mark(long size, long modifiedNanos, String key) {}
}

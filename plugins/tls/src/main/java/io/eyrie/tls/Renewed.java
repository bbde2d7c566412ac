// SPDX-License-Identifier: Apache-2.0
package io.eyrie.tls;

import io.eyrie.api.error.PluginException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read from files, and read again once they have changed. Files that can't be used, such as
 * a new certificate whose key has not arrived yet, change nothing but a line in the log.
 *
 * <p>Safe for several threads.
 */
final class Renewed<T> {

  private static final Logger LOG = System.getLogger("io.eyrie.tls");

  private final List<PemFiles.Named> files;
  private final Reader<T> reader;
  private T value;
  private List<Stamp> seen;

  /** Makes the value of what the files hold. */
  interface Reader<T> {

    T read() throws PluginException;
  }

  /** How a file looks from outside. */
  private record Stamp(@Nullable Object key, long size, FileTime modified) {

    static Stamp of(Path file) {
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(now.fileKey(), now.size(), now.lastModifiedTime());
      } catch (IOException _) {
        return new Stamp(null, -1, FileTime.fromMillis(0));
      }
    }
  }

  /**
   * Reads the files for the first time.
   *
   * @throws PluginException of kind USER: names the file and what is wrong with it
   */
  Renewed(List<PemFiles.Named> files, Reader<T> reader) throws PluginException {
    this.files = files;
    this.reader = reader;
    this.seen = stamps();
    this.value = reader.read();
  }

  /** What the files hold now, or held when they could be used last. */
  synchronized T current() {
    List<Stamp> now = stamps();
    if (!now.equals(seen)) {
      // Before it is read: what changes meanwhile is read the next time.
      seen = now;
      try {
        value = reader.read();
        LOG.log(Level.INFO, "the changed {0} are used from now on", names());
      } catch (PluginException e) {
        LOG.log(
            Level.WARNING,
            "the changed {0} can''t be used, what they held before is: {1}",
            names(),
            e.getMessage());
      }
    }
    return value;
  }

  private String names() {
    return String.join(" and ", files.stream().map(PemFiles.Named::path).distinct().toList());
  }

  private List<Stamp> stamps() {
    List<Stamp> stamps = new ArrayList<>();
    files.forEach(file -> stamps.add(Stamp.of(Path.of(file.path()))));
    return stamps;
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is to be recorded.
 *
 * @param source the name of the event source
 * @param file the recording; with a rotation, what the names of its files are made of
 * @param filter a condition that recorded events meet; empty when all are wanted
 * @param compressed whether files are compressed
 * @param limits when it ends
 * @param rotation when another file is begun
 * @param keep how many files of a rotation are kept; 0 when all are
 */
public record RecordRequest(
    String source,
    Path file,
    String filter,
    boolean compressed,
    Bounds limits,
    Bounds rotation,
    int keep) {

  /** Whether there may be several files. */
  public boolean rotates() {
    return !rotation.equals(Bounds.NONE);
  }

  /**
   * What comes first ends it; 0 of each is no bound.
   *
   * @param time since it began
   * @param bytes of the file
   * @param events that readers are shown
   */
  public record Bounds(Duration time, long bytes, long events) {

    /** No bound. */
    public static final Bounds NONE = new Bounds(Duration.ZERO, 0, 0);

    boolean reached(long nanos, long size, long shown) {
      return (!time.isZero() && nanos >= time.toNanos())
          || (bytes > 0 && size >= bytes)
          || (events > 0 && shown >= events);
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.server.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What came of a recording.
 *
 * @param events that readers are shown
 * @param bytes of all files
 * @param files that are there, the oldest first
 * @param deleted how many files were deleted again
 * @param lost events that the source lost or the disk was too slow for
 * @param took how long
 */
public record RecordSummary(
    long events, long bytes, List<Path> files, int deleted, long lost, Duration took) {

  /** Copies the list. */
  public RecordSummary {
    files = List.copyOf(files);
  }
}

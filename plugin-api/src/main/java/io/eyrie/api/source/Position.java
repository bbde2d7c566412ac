// SPDX-License-Identifier: Apache-2.0
package io.eyrie.api.source;

import io.eyrie.api.stability.Api;
import java.util.Objects;

/**
 * Where a source goes on reading after a restart: the host stores it and never looks into it.
 *
 * @param partition what is read: a file, a shard, a log; unique within the instance, at most 4096
 *     characters
 * @param cursor how far it has been read, in the source's own words, at most 65536 characters
 */
@Api(status = Api.Status.STABLE, since = "0.1.0")
public record Position(String partition, String cursor) {

  private static final int MAX_PARTITION = 4096;
  private static final int MAX_CURSOR = 65_536;

  /** Checks the lengths. */
  public Position {
    Objects.requireNonNull(partition, "partition");
    Objects.requireNonNull(cursor, "cursor");
    if (partition.length() > MAX_PARTITION || cursor.length() > MAX_CURSOR) {
      throw new IllegalArgumentException(
          "position too long: " + partition.length() + " characters");
    }
  }
}

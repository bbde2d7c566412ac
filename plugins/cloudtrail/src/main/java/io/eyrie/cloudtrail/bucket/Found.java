// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.cloudtrail.aws.Download;
import io.eyrie.cloudtrail.aws.ObjectName;
import java.util.concurrent.CompletableFuture;

/** What the lister finds, in the order in which the worker is to take it. */
sealed interface Found {

  /**
   * An object to be read; its download has begun, or will as soon as its turn comes.
   *
   * @param millis its time
   * @param modifiedMillis when it was written
   */
  record Item(
      Shelf shelf,
      ObjectName name,
      long millis,
      long modifiedMillis,
      CompletableFuture<Download> download)
      implements Found {}

  /**
   * All of a shelf was listed.
   *
   * @param newestMillis the time of its newest object; {@link Long#MIN_VALUE} when there was none
   */
  record ShelfEnd(Shelf shelf, long newestMillis) implements Found {}

  /** All shelves were listed. */
  record PassEnd() implements Found {}
}

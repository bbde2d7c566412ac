// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.api.source.SourceContext;
import io.eyrie.cloudtrail.aws.Downloads;
import io.eyrie.cloudtrail.aws.ObjectName;
import io.eyrie.cloudtrail.aws.Persistence;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists shelf after shelf on a thread of its own, once or again and again, and has what is new
 * downloaded; waits when the worker can't keep up.
 */
final class Lister implements AutoCloseable {

  private final S3Client s3;
  private final Shelves shelves;
  private final Downloads downloads;
  private final Persistence persistence;
  private final long endMillis;
  private final @Nullable Duration interval;
  private final BlockingQueue<Found> found;
  private final Thread thread;
  private final LongAdder passes;
  private final LongAdder skipped;
  private volatile @Nullable RuntimeException failure;

  /**
   * A lister that does not run yet.
   *
   * @param ahead how many objects it is ahead of the worker at most
   * @param endMillis objects of a later time are not wanted
   * @param interval between two passes; null for one pass
   */
  Lister(
      S3Client s3,
      Shelves shelves,
      Downloads downloads,
      Persistence persistence,
      int ahead,
      long endMillis,
      @Nullable Duration interval,
      SourceContext context) {
    this.s3 = s3;
    this.shelves = shelves;
    this.downloads = downloads;
    this.persistence = persistence;
    this.endMillis = endMillis;
    this.interval = interval;
    this.found = new ArrayBlockingQueue<>(ahead);
    this.thread = Thread.ofVirtual().name(context.instance() + "-lister").unstarted(this::run);
    this.passes = context.metrics().counter("listings", "How often all prefixes were listed.");
    this.skipped =
        context
            .metrics()
            .counter("objects_skipped", "Objects listed whose names are not those of records.");
    context.metrics().gauge("objects_waiting", "Objects listed and not yet read.", found::size);
  }

  void start() {
    thread.start();
  }

  /** The next that was found, or null when nothing is within the time. */
  @Nullable Found next(long millis) throws InterruptedException {
    RuntimeException failed = failure;
    if (failed != null) {
      throw failed;
    }
    return found.poll(millis, TimeUnit.MILLISECONDS);
  }

  private void run() {
    try {
      boolean again = true;
      while (again) {
        for (Shelf shelf : shelves.find()) {
          list(shelf);
        }
        passes.increment();
        found.put(new Found.PassEnd());
        Duration pause = interval;
        again = pause != null;
        if (pause != null) {
          TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
      }
    } catch (InterruptedException _) {
      // Closed.
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void list(Shelf shelf) throws InterruptedException {
    String after = shelf.listedAfter();
    String[] token = new String[1];
    long newest = Long.MIN_VALUE;
    do {
      ListObjectsV2Response page =
          persistence.until(
              "s3://" + shelf.bucket() + "/" + shelf.prefix(),
              Shelves.RIGHT,
              () ->
                  s3.listObjectsV2(request ->
                      request
                          .bucket(shelf.bucket())
                          .prefix(shelf.prefix())
                          .startAfter(after.isEmpty() ? null : after)
                          .continuationToken(token[0])));
      token[0] = page.nextContinuationToken();
      for (S3Object object : page.contents()) {
        ObjectName name = new ObjectName(shelf.bucket(), object.key());
        long modified = object.lastModified().toEpochMilli();
        long millis = shelf.time(object.key(), modified);
        if (millis > endMillis) {
          if (shelf.timed()) {
            token[0] = null;
            break;
          }
        } else if (!name.ofRecords()) {
          skipped.increment();
        } else {
          newest = Math.max(newest, millis);
          if (shelf.take(name, millis)) {
            found.put(new Found.Item(shelf, name, millis, modified, downloads.start(name)));
          }
        }
      }
    } while (token[0] != null);
    found.put(new Found.ShelfEnd(shelf, newest));
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

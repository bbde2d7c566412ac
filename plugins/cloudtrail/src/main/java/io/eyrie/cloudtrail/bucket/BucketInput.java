// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.bucket;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.cloudtrail.aws.AwsAccess;
import io.eyrie.cloudtrail.aws.AwsClients;
import io.eyrie.cloudtrail.aws.Download;
import io.eyrie.cloudtrail.aws.Downloads;
import io.eyrie.cloudtrail.aws.Failure;
import io.eyrie.cloudtrail.aws.ObjectReading;
import io.eyrie.cloudtrail.aws.Persistence;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Judges the objects of a bucket in the order in which they are listed. */
final class BucketInput implements Input {

  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final long BATCH_NANOS = 10_000_000;
  private static final long SECOND_NANOS = 1_000_000_000L;

  /** The line of a shelf that goes through time moves in steps of this, a write for each. */
  private static final long STEP_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final Settings settings;
  private final SourceContext context;
  private final RecordFeed feed;
  private final AwsClients clients;
  private final Downloads downloads;
  private final Lister lister;
  private final LongAdder bytesRead;
  private final LongAdder objectsRead;
  private volatile long lastNanos;
  private volatile long waitingSince;

  private @Nullable Found head;
  private @Nullable ObjectReading reading;
  private long ticket;

  /**
   * What is configured.
   *
   * @param atOnce how many downloads
   * @param follow whether to go on when all is read
   */
  record Settings(
      AwsAccess access,
      Place place,
      Interval interval,
      Shelves.Selection selection,
      java.time.Duration pollInterval,
      int atOnce,
      int largestRecord,
      boolean follow) {}

  private BucketInput(
      Settings settings,
      SourceContext context,
      RecordFeed feed,
      AwsClients clients,
      Persistence persistence)
      throws PluginException {
    this.settings = settings;
    this.context = context;
    this.feed = feed;
    this.clients = clients;
    S3Client s3 = clients.s3();
    this.downloads =
        Downloads.open(s3, settings.atOnce(), BucketInput::hopeless, persistence, context);
    this.lister =
        new Lister(
            s3,
            new Shelves(
                s3, settings.place(), settings.selection(), persistence, context.positions().all()),
            downloads,
            persistence,
            settings.atOnce() * 2,
            settings.interval().endMillis(),
            settings.follow() ? settings.pollInterval() : null,
            context);
    this.bytesRead =
        context.metrics().counter("bytes_read", "Bytes of objects read, after decompression.");
    this.objectsRead = context.metrics().counter("objects_read", "Objects read to their ends.");
    context
        .metrics()
        .gauge(
            "last_record_time_seconds",
            "Time of the newest record, seconds since the epoch; 0 before the first.",
            () -> lastNanos / SECOND_NANOS);
    context
        .metrics()
        .gauge(
            "oldest_waiting_seconds",
            "How long ago the object was written that is next; 0 when there is none.",
            () ->
                waitingSince == 0
                    ? 0
                    : Math.max(0, (System.currentTimeMillis() - waitingSince) / 1000));
  }

  /** Opens the input; its lister begins at once. */
  static Input open(Settings settings, SourceContext context, RecordFeed feed)
      throws PluginException {
    forgetOthers(settings.place(), context);
    AwsClients clients =
        AwsClients.open(settings.access(), context.instance(), settings.atOnce() + 1);
    try {
      BucketInput input =
          new BucketInput(settings, context, feed, clients, new Persistence(context));
      input.lister.start();
      return input;
    } catch (PluginException | RuntimeException e) {
      clients.close();
      throw e;
    }
  }

  /** Positions of a place that was configured before are of no use any more. */
  private static void forgetOthers(Place place, SourceContext context) {
    for (Position position : context.positions().all()) {
      if (!position.partition().contains(place.toString())) {
        context.positions().forget(position.partition());
      }
    }
  }

  /** An object that can't be had is not waited for; all else is tried until it is mended. */
  private static boolean hopeless(Failure failure) {
    return failure.kind() == Failure.Kind.GONE || failure.kind() == Failure.Kind.ARCHIVED;
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    Found next = head == null ? lister.next(LONGEST_WAIT_MILLIS) : head;
    head = next;
    return switch (next) {
      case null -> Progress.IDLE;
      case Found.Item item -> item(item, sink);
      case Found.ShelfEnd end -> {
        head = null;
        advance(end.shelf(), end.newestMillis(), 1, sink);
        yield Progress.MORE;
      }
      case Found.PassEnd _ -> {
        head = null;
        yield settings.follow() ? Progress.MORE : Progress.END;
      }
    };
  }

  private Progress item(Found.Item item, EventSink sink)
      throws PluginException, InterruptedException {
    waitingSince = item.modifiedMillis();
    try {
      ObjectReading open = reading;
      if (open == null) {
        switch (item.download().get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          case Download.Failed(Failure failure) -> {
            sink.malformed(
                failure.kind() == Failure.Kind.GONE ? "object_gone" : "object_archived",
                item.name().toString(),
                failure.problem());
            finish(item, sink);
            return Progress.MORE;
          }
          case Download.Done done ->
              open = ObjectReading.open(item.name(), done, settings.largestRecord(), feed);
        }
        reading = open;
      }
      if (open.step(sink, System.nanoTime() + BATCH_NANOS, bytesRead)) {
        open.close();
        reading = null;
        objectsRead.increment();
        lastNanos = Math.max(lastNanos, feed.lastTime());
        finish(item, sink);
      }
      return Progress.MORE;
    } catch (TimeoutException _) {
      return Progress.IDLE;
    } catch (IOException | ExecutionException | CancellationException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw PluginException.external("object.unreadable", item.name() + ": " + cause, cause);
    }
  }

  private void finish(Found.Item item, EventSink sink) {
    head = null;
    waitingSince = 0;
    Shelf shelf = item.shelf();
    shelf.done(item.name(), item.millis());
    sink.checkpoint(++ticket, new Position(item.name().toString(), Shelf.cursor(item.millis())));
    if (shelf.timed()) {
      advance(shelf, item.millis(), STEP_MILLIS, sink);
    }
  }

  private void advance(Shelf shelf, long readUpTo, long leastMillis, EventSink sink) {
    shelf
        .advanced(readUpTo, leastMillis)
        .ifPresent(line -> {
          shelf.advance(line);
          sink.checkpoint(++ticket, new Position(shelf.partition(), Shelf.cursor(line)));
          shelf.passed().forEach(context.positions()::forget);
        });
  }

  @Override
  public void close() {
    lister.close();
    downloads.close();
    ObjectReading open = reading;
    if (open != null) {
      open.close();
    }
    clients.close();
  }
}

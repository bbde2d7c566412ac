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
import io.eyrie.cloudtrail.aws.ObjectJudge;
import io.eyrie.cloudtrail.aws.Persistence;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Judges the objects of a bucket in the order in which they are listed. */
final class BucketInput implements Input {

  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final long BATCH_NANOS = 10_000_000;

  /**
   * So many times as many objects as downloads at once may wait for the one that is judged, so that
   * neither a slow object nor the next page of a list leaves downloads idle.
   */
  private static final int AHEAD = 8;

  /** The line of a shelf that goes through time moves in steps of this, a write for each. */
  private static final long STEP_MILLIS = TimeUnit.MINUTES.toMillis(10);

  private final Settings settings;
  private final SourceContext context;
  private final AwsClients clients;
  private final Downloads downloads;
  private final Lister lister;
  private final ObjectJudge judge;
  private volatile long waitingSince;

  private @Nullable Found head;
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
            settings.atOnce() * AHEAD,
            settings.interval().endMillis(),
            settings.follow() ? settings.pollInterval() : null,
            context);
    this.judge = new ObjectJudge(feed, settings.largestRecord(), context);
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
      if (!judge.busy()) {
        switch (item.download().get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
          case Download.Failed(Failure failure) -> {
            ObjectJudge.tellMissing(item.name(), failure, sink);
            finish(item, sink);
            return Progress.MORE;
          }
          case Download.Done done -> judge.begin(item.name(), done);
        }
      }
      judge.step(sink, System.nanoTime() + BATCH_NANOS);
      if (!judge.busy()) {
        finish(item, sink);
      }
      return Progress.MORE;
    } catch (TimeoutException _) {
      return Progress.IDLE;
    } catch (ExecutionException | CancellationException e) {
      throw ObjectJudge.unreadable(
          item.name().toString(), Objects.requireNonNullElse(e.getCause(), e));
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
    judge.close();
    clients.close();
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.poll;

import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.Judged;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Asks a service for one page after the other; the worker never waits long for an answer.
 *
 * <p>Which records are read is decided by the service's clock and its cursors alone: the clock of
 * this machine may be wrong, and jump.
 */
final class ApiInput implements Input {

  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final long LARGEST_PAGE = 128L << 20;
  private static final long LONGEST_WAIT_MILLIS = 100;

  /** The service tells whole seconds, and the answer takes some. */
  private static final Duration MOST_SKEW = Duration.ofSeconds(5);

  private static final System.Logger LOG = System.getLogger(ApiInput.class.getName());

  private final Endpoint endpoint;
  private final Duration lookback;
  private final InstantSource clock;
  private final Duration interval;
  private final SourceContext context;
  private final RecordFeed feed;
  private final ExecutorService threads;
  private final HttpClient client;
  private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
  private final LongAdder requests;
  private final LongAdder failures;
  private final LongAdder bytesRead;

  private PageCursor cursor;
  private long ticket;
  private long askAgain = System.nanoTime();
  private @Nullable CompletableFuture<HttpResponse<byte[]>> asked;

  /** Whether the page to ask for was chosen by the clock of this machine. */
  private boolean byOwnClock;

  ApiInput(
      Endpoint endpoint,
      Duration interval,
      Duration lookback,
      InstantSource clock,
      SourceContext context,
      RecordFeed feed) {
    this.endpoint = endpoint;
    this.interval = interval;
    this.lookback = lookback;
    this.clock = clock;
    this.context = context;
    this.feed = feed;
    this.cursor =
        context
            .positions()
            .cursor(endpoint.partition())
            .flatMap(PageCursor::parse)
            .orElseGet(() -> {
              byOwnClock = true;
              return first(clock.instant());
            });
    feed.goesOnBehind(cursor.lastNanos());
    this.threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name(context.instance() + "-api-", 0).factory());
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();
    this.requests = context.metrics().counter("api_requests", "Pages asked for.");
    this.failures = context.metrics().counter("api_failures", "Answers that were no page.");
    this.bytesRead = context.metrics().counter("bytes_read", "Bytes of pages.");
  }

  /** The first page of the records since shortly before a time. */
  private PageCursor first(Instant now) {
    return new PageCursor(endpoint.first().apply(now.minus(lookback)), 0, Set.of());
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    long wait = TimeUnit.NANOSECONDS.toMillis(askAgain - System.nanoTime());
    if (wait > 0) {
      TimeUnit.MILLISECONDS.sleep(Math.min(wait, LONGEST_WAIT_MILLIS));
      return Progress.IDLE;
    }
    CompletableFuture<HttpResponse<byte[]>> answer = asked;
    if (answer == null) {
      answer = ask();
      asked = answer;
    }
    try {
      HttpResponse<byte[]> response = answer.get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      asked = null;
      return take(response, sink);
    } catch (TimeoutException _) {
      return Progress.IDLE;
    } catch (ExecutionException e) {
      asked = null;
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      fail(cursor.page().getHost() + " can't be asked: " + cause, Optional.empty());
      return Progress.IDLE;
    }
  }

  private CompletableFuture<HttpResponse<byte[]>> ask() {
    requests.increment();
    HttpRequest.Builder request = HttpRequest.newBuilder(cursor.page()).timeout(ANSWER);
    endpoint.headers().forEach(request::setHeader);
    return client.sendAsync(
        request.build(),
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST_PAGE));
  }

  private Progress take(HttpResponse<byte[]> response, EventSink sink) {
    int status = response.statusCode();
    if (status == 200) {
      return page(response, sink);
    }
    String host = cursor.page().getHost();
    Optional<Duration> pause = Answers.pause(response.headers(), status);
    String problem =
        switch (status) {
          case 401 -> host + " refuses the token (401): give one that is valid";
          case 403 ->
              pause.isPresent()
                  ? host + " is asked too often (403)"
                  : host + " does not allow this (403): the token needs " + endpoint.permission();
          case 404 ->
              host + " knows no " + cursor.page().getPath() + " (404), or the token may not see it";
          case 429 -> host + " is asked too often (429)";
          default -> host + " answers " + status;
        };
    if ((status == 400 || status == 410) && cursor.lastNanos() > 0) {
      problem = host + " does not know the stored cursor any more; asking anew by time";
      // Records may come somewhat later than others of their time; those that were judged already
      // are known by their identities.
      Instant last = Instant.ofEpochSecond(0, cursor.lastNanos()).minus(lookback);
      cursor = new PageCursor(endpoint.first().apply(last), cursor.lastNanos(), Set.of());
    }
    fail(problem, pause);
    return Progress.IDLE;
  }

  private void fail(String problem, Optional<Duration> pause) {
    failures.increment();
    context.health().degraded(problem);
    Duration own = backoff.failed();
    pause(pause.filter(told -> told.compareTo(own) > 0).orElse(own));
  }

  private void pause(Duration length) {
    askAgain = System.nanoTime() + length.toNanos();
  }

  private Progress page(HttpResponse<byte[]> response, EventSink sink) {
    Instant theirs = Answers.date(response.headers()).orElseGet(clock::instant);
    if (byOwnClock && differs(theirs)) {
      return Progress.MORE;
    }
    byte[] body = response.body();
    bytesRead.add(body.length);
    Optional<URI> next =
        Answers.next(response.headers(), cursor.page()).filter(link -> own(link, sink));
    Set<String> judged = new LinkedHashSet<>(cursor.judged());
    long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    Judged page = feed.page(body, cursor.page().getPath(), now, judged::add, sink);
    // A record that claims to be of the future must not make us ask for the future.
    long lastNanos =
        page.events() > 0 ? Math.min(feed.lastTime(), nanos(theirs)) : cursor.lastNanos();
    cursor =
        next.isPresent()
            ? new PageCursor(next.get(), lastNanos, Set.of())
            : new PageCursor(cursor.page(), lastNanos, judged);
    sink.checkpoint(++ticket, new Position(endpoint.partition(), cursor.format()));
    backoff.succeeded();
    context.health().healthy();
    boolean more = next.isPresent() && page.events() > 0;
    Optional<Duration> pause =
        Answers.exhausted(response.headers())
            ? Answers.pause(response.headers(), response.statusCode())
            : Optional.empty();
    pause(pause.orElse(more ? Duration.ZERO : interval));
    return more ? Progress.MORE : Progress.IDLE;
  }

  /** Whether the first page is to be asked for anew, since it was chosen by a wrong clock. */
  private boolean differs(Instant theirs) {
    byOwnClock = false;
    Duration ahead = Duration.between(theirs, clock.instant());
    if (ahead.abs().compareTo(MOST_SKEW) <= 0) {
      return false;
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "{0}: this machine''s clock is {1} {2} that of {3}, which is taken; set it",
        context.instance(),
        ahead.abs().truncatedTo(ChronoUnit.SECONDS),
        ahead.isNegative() ? "behind" : "ahead of",
        cursor.page().getHost());
    cursor = first(theirs);
    return true;
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  /** Whether a link leads to the same service: the token goes nowhere else. */
  private boolean own(URI link, EventSink sink) {
    URI page = cursor.page();
    boolean same =
        Objects.equals(link.getScheme(), page.getScheme())
            && Objects.equals(link.getHost(), page.getHost())
            && link.getPort() == page.getPort();
    if (!same) {
      sink.malformed(
          "foreign_link", page.getPath(), "the next page is said to be at another host; not asked");
    }
    return same;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.shutdownNow();
    threads.close();
  }
}

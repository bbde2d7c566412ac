// SPDX-License-Identifier: Apache-2.0
package io.eyrie.proof.poller;

import io.eyrie.api.error.PluginException;
import io.eyrie.api.field.Extraction;
import io.eyrie.api.source.Demand;
import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Position;
import io.eyrie.api.source.Positions;
import io.eyrie.api.source.Progress;
import io.eyrie.api.source.Source;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks for what comes after its cursor; the cursor is stored together with the alerts before it.
 */
final class PollerSource implements Source {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LONGEST_WAIT_MILLIS = 100;
  private static final String JOURNAL = "journal";

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final URI url;
  private final Duration interval;
  private long cursor;
  private long ticket;
  private long askAgainNanos = System.nanoTime();
  private long id;
  private String text = "";

  PollerSource(URI url, Duration interval, Positions positions) {
    this.url = url;
    this.interval = interval;
    this.cursor = positions.cursor(JOURNAL).map(Long::parseLong).orElse(0L);
  }

  @Override
  public Extraction bind(Demand demand) {
    List<Boolean> ids =
        demand.fields().stream().map(request -> request.field().name().equals("entry.id")).toList();
    return (index, into) -> {
      if (ids.get(index)) {
        into.set(id);
      } else {
        into.set(text);
      }
    };
  }

  @Override
  public Progress poll(EventSink sink) throws PluginException, InterruptedException {
    long wait = TimeUnit.NANOSECONDS.toMillis(askAgainNanos - System.nanoTime());
    if (wait > 0) {
      TimeUnit.MILLISECONDS.sleep(Math.min(wait, LONGEST_WAIT_MILLIS));
      return Progress.IDLE;
    }
    String answer = ask();
    long before = cursor;
    sink.partition(JOURNAL);
    answer.lines().forEach(line -> take(line, sink));
    if (cursor == before) {
      askAgainNanos = System.nanoTime() + interval.toNanos();
      return Progress.IDLE;
    }
    sink.checkpoint(++ticket, new Position(JOURNAL, Long.toString(cursor)));
    return Progress.MORE;
  }

  private void take(String line, EventSink sink) {
    int space = line.indexOf(' ');
    if (space < 1
        || space > 18
        || !line.substring(0, space).chars().allMatch(c -> c >= '0' && c <= '9')) {
      sink.malformed("no_entry", url + " after " + cursor, "is not a number, a space and a text");
      return;
    }
    id = Long.parseLong(line.substring(0, space));
    text = line.substring(space + 1);
    cursor = Math.max(cursor, id);
    sink.accept(0, System.currentTimeMillis() * 1_000_000, id);
  }

  private String ask() throws PluginException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "?after=" + cursor)).timeout(PATIENCE).build();
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw PluginException.external(
            "poller.status", url + " answers " + answer.statusCode(), null);
      }
      return answer.body();
    } catch (IOException e) {
      throw PluginException.external("poller.unreachable", url + " does not answer: " + e, e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}

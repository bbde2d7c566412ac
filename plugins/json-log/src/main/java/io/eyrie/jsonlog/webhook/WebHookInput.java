// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import io.eyrie.api.source.EventSink;
import io.eyrie.api.source.Progress;
import io.eyrie.jsonlog.feed.Input;
import io.eyrie.jsonlog.feed.Judged;
import io.eyrie.jsonlog.feed.RecordFeed;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Judges the requests of a web hook in their order, and has them answered when they are stored. */
final class WebHookInput implements Input {

  /** While answers are owed, the worker comes back soon to hear what is stored. */
  private static final long OWING_MILLIS = 2;

  private static final long IDLE_MILLIS = 100;
  private static final long BATCH_NANOS = 10_000_000;

  private final WebHookServer server;
  private final Doorkeeper doorkeeper;
  private final RecordFeed feed;
  private final NavigableMap<Long, Request> owed = new TreeMap<>();
  private long ticket;

  WebHookInput(WebHookServer server, Doorkeeper doorkeeper, RecordFeed feed) {
    this.server = server;
    this.doorkeeper = doorkeeper;
    this.feed = feed;
  }

  @Override
  public Progress poll(EventSink sink) throws InterruptedException {
    Request request = server.next(owed.isEmpty() ? IDLE_MILLIS : OWING_MILLIS);
    if (request == null) {
      return Progress.IDLE;
    }
    long begun = System.nanoTime();
    while (request != null) {
      judge(request, sink);
      request = System.nanoTime() - begun < BATCH_NANOS ? server.next(0) : null;
    }
    return Progress.MORE;
  }

  private void judge(Request request, EventSink sink) {
    Judged judged =
        feed.body(request.records(), request.name(), request.id(), request.receivedNanos(), sink);
    request.decide(judged.events() == 0 && judged.malformed() > 0 ? 400 : 200);
    owed.put(++ticket, request);
    sink.checkpoint(ticket);
  }

  @Override
  public void committed(long upTo) {
    NavigableMap<Long, Request> done = owed.headMap(upTo, true);
    for (Request request : done.values()) {
      String id = request.id();
      if (id != null) {
        doorkeeper.taken(id);
      }
      request.release();
    }
    done.clear();
  }

  @Override
  public void close() {
    owed.values().forEach(request -> request.release(503));
    server.close();
  }
}

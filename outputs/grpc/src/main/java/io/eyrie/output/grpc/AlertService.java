// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.eyrie.api.observe.Metrics;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;

/**
 * The service: checks a request, gives it a reader of the log and a thread that feeds its stream.
 */
final class AlertService extends AlertServiceGrpc.AlertServiceImplBase {

  private final AlertLog log;
  private final int maxStreams;
  private final Executor threads;
  private final LongAdder sent;
  private final Set<AlertFeed> feeds = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  AlertService(AlertLog log, int maxStreams, Executor threads, Metrics metrics) {
    this.log = log;
    this.maxStreams = maxStreams;
    this.threads = threads;
    this.sent = metrics.counter("sent_alerts", "Alerts sent to subscribers.");
    metrics.gauge("subscribers", "Subscribers that are connected.", feeds::size);
  }

  @Override
  public void subscribe(
      SubscribeRequest request, StreamObserver<SubscribeResponse> responseObserver) {
    if (closed) {
      refuse(responseObserver, Status.UNAVAILABLE, "the host is stopping");
      return;
    }
    if (feeds.size() >= maxStreams) {
      refuse(
          responseObserver,
          Status.RESOURCE_EXHAUSTED,
          "%d subscribers are connected, more are not allowed: raise 'max_streams' of the output"
              .formatted(maxStreams));
      return;
    }
    AlertReader reader;
    long heartbeatMillis;
    try {
      heartbeatMillis = Messages.heartbeatMillis(request);
      reader = reader(request);
    } catch (IllegalArgumentException e) {
      refuse(responseObserver, Status.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
      return;
    } catch (IllegalStateException e) {
      refuse(responseObserver, Status.UNAVAILABLE, String.valueOf(e.getMessage()));
      return;
    }
    AlertFeed feed =
        new AlertFeed(
            reader,
            (ServerCallStreamObserver<SubscribeResponse>) responseObserver,
            heartbeatMillis,
            request.getIncludeJson(),
            sent,
            feeds::remove);
    feeds.add(feed);
    threads.execute(feed);
    if (closed) {
      feed.end();
    }
  }

  private AlertReader reader(SubscribeRequest request) {
    AlertFilter filter = Messages.filter(request.getFilter());
    if (!request.getResumeToken().isEmpty()) {
      return log.resume(filter, request.getResumeToken());
    }
    return request.getStart() == StartPosition.START_POSITION_OLDEST
        ? log.fromOldest(filter)
        : log.fromNow(filter);
  }

  private static void refuse(StreamObserver<?> stream, Status status, String reason) {
    stream.onError(status.withDescription(reason).asRuntimeException());
  }

  /** Ends all streams; clients are told that the host stops. */
  void close() {
    closed = true;
    feeds.forEach(AlertFeed::end);
  }
}

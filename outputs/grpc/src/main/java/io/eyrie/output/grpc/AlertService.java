// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.alerts.v1.AcknowledgeRequest;
import io.eyrie.alerts.v1.AcknowledgeResponse;
import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.ForgetSubscriberRequest;
import io.eyrie.alerts.v1.ForgetSubscriberResponse;
import io.eyrie.alerts.v1.GetRequest;
import io.eyrie.alerts.v1.GetResponse;
import io.eyrie.alerts.v1.ListSubscribersRequest;
import io.eyrie.alerts.v1.ListSubscribersResponse;
import io.eyrie.alerts.v1.QueryRequest;
import io.eyrie.alerts.v1.QueryResponse;
import io.eyrie.alerts.v1.StartPosition;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.api.alert.AlertReader;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** The alert service: checks what a request says, and asks the log. */
final class AlertService extends AlertServiceGrpc.AlertServiceImplBase {

  private final AlertLog log;
  private final Streams streams;
  private final Calls calls;
  private final Subscribers subscribers;
  private final AlertPages pages;

  AlertService(AlertLog log, Streams streams, Calls calls) {
    this.log = log;
    this.streams = streams;
    this.calls = calls;
    this.subscribers = new Subscribers(log, streams);
    this.pages = new AlertPages(log);
  }

  @Override
  public void subscribe(SubscribeRequest request, StreamObserver<SubscribeResponse> observer) {
    streams.open(
        request.getSubscriber(), observer, () -> reader(request), () -> AlertSteps.of(request));
  }

  private AlertReader reader(SubscribeRequest request) {
    AlertFilter filter = Filters.filter(request.getFilter());
    String token = Names.token("resume_token", request.getResumeToken());
    boolean oldest = startsWithOldest(request);
    if (!request.getSubscriber().isEmpty()) {
      return subscribers.reader(filter, Names.subscriber(request.getSubscriber()), token, oldest);
    }
    if (!token.isEmpty()) {
      return log.resume(filter, token);
    }
    return oldest ? log.fromOldest(filter) : log.fromNow(filter);
  }

  private static boolean startsWithOldest(SubscribeRequest request) {
    return switch (request.getStart()) {
      case START_POSITION_OLDEST -> true;
      case START_POSITION_NOW, START_POSITION_UNSPECIFIED -> false;
      case UNRECOGNIZED ->
          throw Refused.invalid(
              "start %d is unknown: %s or %s"
                  .formatted(
                      request.getStartValue(),
                      StartPosition.START_POSITION_NOW,
                      StartPosition.START_POSITION_OLDEST));
    };
  }

  @Override
  public void query(QueryRequest request, StreamObserver<QueryResponse> observer) {
    calls.answer(observer, () -> pages.page(request));
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> observer) {
    calls.answer(
        observer,
        () -> {
          String id = Names.id(request.getId());
          return GetResponse.newBuilder()
              .setAlert(
                  log.find(id)
                      .map(alert -> Messages.message(alert, request.getIncludeJson()))
                      .orElseThrow(() ->
                          new Refused(
                              Status.NOT_FOUND,
                              "no alert %s is stored: the retention may have removed it"
                                  .formatted(id))))
              .build();
        });
  }

  @Override
  public void acknowledge(
      AcknowledgeRequest request, StreamObserver<AcknowledgeResponse> observer) {
    calls.answer(
        observer,
        () -> {
          subscribers.acknowledge(
              Names.subscriber(request.getSubscriber()), Names.token("token", request.getToken()));
          return AcknowledgeResponse.getDefaultInstance();
        });
  }

  @Override
  public void listSubscribers(
      ListSubscribersRequest request, StreamObserver<ListSubscribersResponse> observer) {
    calls.answer(
        observer,
        () -> ListSubscribersResponse.newBuilder().addAllSubscribers(subscribers.all()).build());
  }

  @Override
  public void forgetSubscriber(
      ForgetSubscriberRequest request, StreamObserver<ForgetSubscriberResponse> observer) {
    calls.answer(
        observer,
        () -> {
          subscribers.forget(Names.subscriber(request.getSubscriber()));
          return ForgetSubscriberResponse.getDefaultInstance();
        });
  }
}

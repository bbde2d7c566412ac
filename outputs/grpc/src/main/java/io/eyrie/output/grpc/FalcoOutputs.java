// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.eyrie.api.alert.AlertFilter;
import io.eyrie.api.alert.AlertLog;
import io.eyrie.output.grpc.falco.outputs.request;
import io.eyrie.output.grpc.falco.outputs.response;
import io.eyrie.output.grpc.falco.outputs.serviceGrpc;
import io.grpc.stub.StreamObserver;

/**
 * Falco's output service. Its clients have no names and no tokens: one place is kept for all of
 * them, and moves with what was sent.
 */
final class FalcoOutputs extends serviceGrpc.serviceImplBase {

  /** The durable name, which {@code ListSubscribers} shows and {@code ForgetSubscriber} takes. */
  static final String PLACE = "falco.outputs.service";

  private final AlertLog log;
  private final Streams streams;

  FalcoOutputs(AlertLog log, Streams streams) {
    this.log = log;
    this.streams = streams;
  }

  @Override
  public StreamObserver<request> sub(StreamObserver<response> observer) {
    open(observer, false);
    return new Ignored();
  }

  @Override
  public void get(request nothing, StreamObserver<response> observer) {
    open(observer, true);
  }

  private void open(StreamObserver<response> observer, boolean endsWhenCaughtUp) {
    streams.open(
        PLACE,
        observer,
        () -> log.durable(AlertFilter.all(), PLACE),
        () -> new FalcoSteps(endsWhenCaughtUp));
  }

  /**
   * Clients of Falco send requests on and on to be given something; here the stream goes on by
   * itself. One that has nothing more to say goes on listening.
   */
  private static final class Ignored implements StreamObserver<request> {

    @Override
    public void onNext(request more) {
      // Nothing can be asked for.
    }

    @Override
    public void onError(Throwable failure) {
      // The stream's own handler ends it.
    }

    @Override
    public void onCompleted() {
      // The client listens on.
    }
  }
}

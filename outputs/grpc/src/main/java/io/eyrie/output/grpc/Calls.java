// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers single requests, a bounded number at a time.
 *
 * <p>An answer counts until its client has taken it: one that asks again and again and reads
 * nothing gets no more than a few answers made, which bounds the memory.
 */
final class Calls extends ServerTransportFilter implements ServerInterceptor {

  private static final int AT_ONCE = 32;
  private static final int OF_ONE_CONNECTION = 8;

  private static final Attributes.Key<Semaphore> SHARE =
      Attributes.Key.create("io.eyrie.output.grpc.share");
  private static final Context.Key<Semaphore> CALLER = Context.key("io.eyrie.output.grpc.share");

  private final Semaphore all = new Semaphore(AT_ONCE);

  @Override
  public Attributes transportReady(Attributes connection) {
    return connection.toBuilder().set(SHARE, new Semaphore(OF_ONE_CONNECTION)).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context context = Context.current().withValue(CALLER, call.getAttributes().get(SHARE));
    return Contexts.interceptCall(context, call, headers, next);
  }

  /** Answers with what the work gives, or with the status of what it throws. */
  <T> void answer(StreamObserver<T> observer, Supplier<T> work) {
    ServerCallStreamObserver<T> call = (ServerCallStreamObserver<T>) observer;
    Semaphore share = CALLER.get();
    if (!take(share)) {
      call.onError(
          Failures.status(
              new Refused(
                  Status.RESOURCE_EXHAUSTED,
                  "%d requests of this connection or %d of all are unanswered or unread, more are not taken: read the answers, then ask again"
                      .formatted(OF_ONE_CONNECTION, AT_ONCE))));
      return;
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    Runnable done =
        () -> {
          if (taken.compareAndSet(true, false)) {
            giveBack(share);
          }
        };
    call.setOnCloseHandler(done);
    call.setOnCancelHandler(done);
    try {
      T answer = work.get();
      call.onNext(answer);
      call.onCompleted();
    } catch (RuntimeException e) {
      call.onError(Failures.status(e));
    }
  }

  private boolean take(@Nullable Semaphore share) {
    if (!all.tryAcquire()) {
      return false;
    }
    if (share != null && !share.tryAcquire()) {
      all.release();
      return false;
    }
    return true;
  }

  private void giveBack(@Nullable Semaphore share) {
    all.release();
    if (share != null) {
      share.release();
    }
  }
}

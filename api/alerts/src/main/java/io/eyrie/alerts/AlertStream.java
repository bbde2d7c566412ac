// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.eyrie.alerts.v1.AlertServiceGrpc;
import io.eyrie.alerts.v1.SubscribeRequest;
import io.eyrie.alerts.v1.SubscribeResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one subscription, in their order: after a break of the connection it resumes behind
 * the last step that was taken from it.
 *
 * <p>At most a few steps are held; a caller that is slow to take them slows the host's stream to it
 * and nothing else. For one thread at a time, aside from {@link #close()}, which ends a wait.
 */
public final class AlertStream implements AutoCloseable {

  private static final int HELD = 32;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(10);

  private final AlertServiceGrpc.AlertServiceStub stub;
  private final SubscribeRequest request;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final ArrayDeque<SubscribeResponse> steps = new ArrayDeque<>();
  private @Nullable Call call;
  private String token;
  private String problem = "";
  private @Nullable String refusal;
  private boolean connected;
  private boolean closed;
  private long pause = FIRST_PAUSE;
  private long retryAt = System.nanoTime();

  AlertStream(AlertServiceGrpc.AlertServiceStub stub, SubscribeRequest request) {
    this.stub = stub;
    this.request = request;
    this.token = request.getResumeToken();
  }

  /**
   * The next step: an alert, a gap or a heartbeat.
   *
   * @param wait how long to wait for it, reconnecting meanwhile
   * @return empty when none came in time or the stream is closed
   * @throws SubscriptionRefused if the host refuses the request
   */
  public Optional<SubscribeResponse> next(Duration wait)
      throws SubscriptionRefused, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed) {
        SubscribeResponse step = steps.poll();
        if (step != null) {
          token = step.getToken();
          if (call != null) {
            call.more();
          }
          return Optional.of(step);
        }
        if (refusal != null) {
          throw new SubscriptionRefused(refusal);
        }
        long now = System.nanoTime();
        if (call == null && now - retryAt >= 0) {
          call = new Call();
          stub.subscribe(request.toBuilder().setResumeToken(token).build(), call);
        }
        if (deadline - now <= 0) {
          return Optional.empty();
        }
        long until = call == null ? Math.min(deadline - now, retryAt - now) : deadline - now;
        news.awaitNanos(until);
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** The token behind the last step taken; the request's own before the first. */
  public String token() {
    lock.lock();
    try {
      return token;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything has come over the present connection. */
  public boolean connected() {
    lock.lock();
    try {
      return connected;
    } finally {
      lock.unlock();
    }
  }

  /** Why it is not connected; empty when that is not known or it is. */
  public String problem() {
    lock.lock();
    try {
      return problem;
    } finally {
      lock.unlock();
    }
  }

  /** Ends the stream. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (call != null) {
        call.cancel();
      }
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** One connection's stream. */
  private final class Call implements ClientResponseObserver<SubscribeRequest, SubscribeResponse> {

    private @Nullable ClientCallStreamObserver<SubscribeRequest> stream;

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> requestStream) {
      stream = requestStream;
      requestStream.disableAutoRequestWithInitial(HELD);
    }

    void more() {
      if (stream != null) {
        stream.request(1);
      }
    }

    void cancel() {
      if (stream != null) {
        stream.cancel("closed by the subscriber", null);
      }
    }

    @Override
    public void onNext(SubscribeResponse step) {
      lock.lock();
      try {
        if (call == this) {
          steps.add(step);
          connected = true;
          problem = "";
          pause = FIRST_PAUSE;
          news.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void onError(Throwable failure) {
      ended(
          failure instanceof StatusRuntimeException status
              ? status.getStatus()
              : Status.UNKNOWN.withDescription(String.valueOf(failure)));
    }

    @Override
    public void onCompleted() {
      ended(Status.UNAVAILABLE.withDescription("the host ended the stream"));
    }

    private void ended(Status status) {
      lock.lock();
      try {
        if (call != this || closed) {
          return;
        }
        call = null;
        connected = false;
        problem = RequestFailed.describe(status);
        switch (status.getCode()) {
          case INVALID_ARGUMENT, UNIMPLEMENTED, PERMISSION_DENIED, UNAUTHENTICATED ->
              refusal = problem;
          default -> {
            retryAt = System.nanoTime() + pause - ThreadLocalRandom.current().nextLong(pause / 2);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
          }
        }
        news.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}

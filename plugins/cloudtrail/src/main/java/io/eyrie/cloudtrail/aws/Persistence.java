// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.aws;

import io.eyrie.api.source.SourceContext;
import io.eyrie.jsonlog.poll.Backoff;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Makes a call until it succeeds, with growing pauses that differ by chance, and never before the
 * time that the service asks for; says meanwhile what is wrong. Safe for several threads.
 */
public final class Persistence {

  private final Troubles troubles;
  private final LongAdder calls;
  private final LongAdder failures;
  private final LongAdder throttled;

  /** For the calls of one instance. */
  public Persistence(SourceContext context) {
    this.troubles = new Troubles(context.health());
    this.calls = context.metrics().counter("aws_calls", "Calls to AWS.");
    this.failures = context.metrics().counter("aws_failures", "Calls to AWS that failed.");
    this.throttled =
        context.metrics().counter("aws_throttled", "Calls to AWS that it wants fewer of.");
  }

  /** What the instance says is wrong. */
  public Troubles troubles() {
    return troubles;
  }

  /**
   * Makes a call until it succeeds.
   *
   * @param what is asked for, for messages
   * @param right that the call needs, for messages
   * @param hopeless says of a failure whether it stays as it is
   * @throws Hopeless if it does
   * @throws InterruptedException if the thread is wanted back
   */
  public <T> T until(String what, String right, Predicate<Failure> hopeless, Supplier<T> call)
      throws Hopeless, InterruptedException {
    Backoff backoff = new Backoff(ThreadLocalRandom.current());
    while (true) {
      calls.increment();
      try {
        T answer = call.get();
        troubles.over(what);
        return answer;
      } catch (AbortedException e) {
        throw interrupted(e);
      } catch (SdkException e) {
        if (Thread.interrupted()) {
          throw interrupted(e);
        }
        Failure failure = Failure.of(e, what, right);
        failures.increment();
        if (failure.kind() == Failure.Kind.THROTTLED) {
          throttled.increment();
        }
        if (hopeless.test(failure)) {
          troubles.over(what);
          throw new Hopeless(failure);
        }
        troubles.begin(what, failure.problem());
        Duration own = backoff.failed();
        Duration pause = failure.pause().filter(told -> told.compareTo(own) > 0).orElse(own);
        TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      }
    }
  }

  /** The same for calls that every failure may pass of. */
  public <T> T until(String what, String right, Supplier<T> call) throws InterruptedException {
    try {
      return until(what, right, _ -> false, call);
    } catch (Hopeless e) {
      throw new IllegalStateException("no failure was said to be hopeless", e);
    }
  }

  private static InterruptedException interrupted(SdkException e) {
    InterruptedException wanted = new InterruptedException("ended while AWS was asked");
    wanted.initCause(e);
    return wanted;
  }

  /** A failure that trying again does not mend. */
  public static final class Hopeless extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    Hopeless(Failure failure) {
      super(failure.problem());
      this.failure = failure;
    }

    /** What it is. */
    public Failure failure() {
      return failure;
    }
  }
}

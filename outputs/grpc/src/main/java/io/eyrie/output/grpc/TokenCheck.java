// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets only those calls in that carry a token. Health can be asked for without: probes of
 * orchestrators can't show one, and learn nothing else.
 */
final class TokenCheck implements ServerInterceptor {

  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String SCHEME = "bearer ";
  private static final String HEALTH = "grpc.health.v1.Health";

  private final BearerTokens tokens;
  private final LongAdder refused;

  TokenCheck(BearerTokens tokens, LongAdder refused) {
    this.tokens = tokens;
    this.refused = refused;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String given = headers.get(AUTHORIZATION);
    if (HEALTH.equals(call.getMethodDescriptor().getServiceName())
        || (given != null
            && given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            && tokens.letIn(given.substring(SCHEME.length()).strip()))) {
      return next.startCall(call, headers);
    }
    refused.increment();
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            given == null
                ? "a bearer token is needed: send the metadata 'authorization: Bearer TOKEN'"
                : "the bearer token is not known here: ask the operator of the host for one"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.httpclient;

import io.eyrie.tls.TlsFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Why a request got no answer, for the operator.
 *
 * @param who the receiver, or the proxy before it
 * @param what the end of the sentence
 * @param operator whether somebody has to change something rather than wait
 */
record NoAnswer(String code, String who, String what, boolean operator) {

  private static final int DEEPEST = 16;

  static NoAnswer of(Throwable failure, Receiver receiver, Optional<Proxy> proxy) {
    Optional<String> tls = TlsFailure.explain(failure);
    if (tls.isPresent()) {
      return new NoAnswer("http.tls", receiver.toString(), tls.get(), true);
    }
    String who =
        proxy.map(p -> "the proxy " + p.address().getHostString()).orElse(receiver.toString());
    String host = proxy.map(p -> p.address().getHostString()).orElse(receiver.host());
    Optional<String> reason =
        chain(failure).stream()
            .map(cause -> reason(cause, host, receiver.secure()))
            .flatMap(Optional::stream)
            .min(Comparator.comparingInt(Reason::rank))
            .map(Reason::text);
    if (reason.isPresent()) {
      return new NoAnswer("http.unreachable", who, reason.get(), false);
    }
    return new NoAnswer(
        "http.unreachable",
        who,
        "gave no answer: " + Objects.requireNonNullElse(failure.getMessage(), failure.toString()),
        false);
  }

  /**
   * What one of the causes says.
   *
   * @param rank the lowest of all causes is told: the client wraps an unknown name in a refused
   *     connection, and that in a closed channel
   */
  private record Reason(int rank, String text) {}

  private static Optional<Reason> reason(Throwable cause, String host, boolean secure) {
    return switch (cause) {
      case UnresolvedAddressException _ -> unknown(host);
      case UnknownHostException _ -> unknown(host);
      case HttpConnectTimeoutException _ ->
          Optional.of(
              new Reason(
                  1,
                  "can't be reached: no connection within connect_timeout"
                      + (secure ? "; does it speak TLS on this port?" : "")));
      case NoRouteToHostException _ ->
          Optional.of(new Reason(2, "can't be reached: there is no route to it"));
      case ConnectException _ ->
          Optional.of(new Reason(3, "can't be reached: nothing listens there"));
      case ClosedChannelException _ -> closed(secure);
      case IOException e when String.valueOf(e.getMessage()).contains("received no bytes") ->
          closed(secure);
      default -> Optional.empty();
    };
  }

  /** With TLS 1.3 a server says only after the handshake that it misses a certificate. */
  private static Optional<Reason> closed(boolean secure) {
    return Optional.of(
        new Reason(
            4,
            "closed the connection without an answer"
                + (secure ? "; does it want a client certificate (tls_certificate)?" : "")));
  }

  private static Optional<Reason> unknown(String host) {
    return Optional.of(new Reason(0, "can't be found: no name server knows " + host));
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    Throwable cause = failure;
    while (cause != null && causes.size() < DEEPEST) {
      causes.add(cause);
      cause = cause.getCause();
    }
    return causes;
  }
}

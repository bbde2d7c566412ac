// SPDX-License-Identifier: Apache-2.0
package io.eyrie.alerts;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The host did not answer a request, or refused it; the message says why. */
public final class RequestFailed extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  RequestFailed(StatusRuntimeException failure) {
    super(describe(failure.getStatus()), failure);
    this.code = failure.getStatus().getCode().name();
  }

  /** The name of gRPC's status code, such as {@code NOT_FOUND}. */
  public String code() {
    return code;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return switch (code) {
      case "UNAVAILABLE", "RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "ABORTED" -> true;
      default -> false;
    };
  }

  /** What a status says to people. */
  static String describe(Status status) {
    Throwable cause = status.getCause();
    String text = status.getDescription() == null ? "" : status.getDescription();
    if (cause != null && cause.getMessage() != null) {
      return text.isEmpty() ? cause.getMessage() : text + ": " + cause.getMessage();
    }
    return text.isEmpty() ? status.getCode().name() : text;
  }
}

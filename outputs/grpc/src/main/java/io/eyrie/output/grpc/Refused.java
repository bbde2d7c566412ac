// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.grpc.Status;

/** A request that is not served, with the status and the message that the client gets. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  Refused(Status status, String message) {
    super(message, null, false, false);
    this.status = status.withDescription(message);
  }

  /** The request is wrong, and the message says which part of it and how to write that. */
  static Refused invalid(String message) {
    return new Refused(Status.INVALID_ARGUMENT, message);
  }

  Status status() {
    return status;
  }
}

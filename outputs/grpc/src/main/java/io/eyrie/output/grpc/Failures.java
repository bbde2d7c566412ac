// SPDX-License-Identifier: Apache-2.0
package io.eyrie.output.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What failures of a request are to the client. */
final class Failures {

  private static final Logger LOG = System.getLogger("io.eyrie.output.grpc");

  private Failures() {}

  /** The status of a failure; what nobody foresaw is logged here and not told to the client. */
  static StatusRuntimeException status(RuntimeException failure) {
    Status status =
        switch (failure) {
          case Refused refused -> refused.status();
          case IllegalArgumentException e ->
              Status.INVALID_ARGUMENT.withDescription(String.valueOf(e.getMessage()));
          case IllegalStateException e ->
              Status.UNAVAILABLE.withDescription(String.valueOf(e.getMessage()));
          default -> {
            LOG.log(Level.ERROR, "a request failed", failure);
            yield Status.INTERNAL.withDescription("a fault of the host: its log has the details");
          }
        };
    return status.asRuntimeException();
  }
}

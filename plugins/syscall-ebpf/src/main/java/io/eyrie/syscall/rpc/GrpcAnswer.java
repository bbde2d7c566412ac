// SPDX-License-Identifier: Apache-2.0
package io.eyrie.syscall.rpc;

/**
 * What came back for a call of gRPC.
 *
 * @param status the code, 0 for success
 * @param reason what the service says of a failure; may be empty
 * @param message not to be changed; empty when there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GrpcAnswer(int status, String reason, byte[] message) {

  /** Success. */
  public static final int OK = 0;

  /** There is no such thing. */
  public static final int NOT_FOUND = 5;

  /** The service has no such method. */
  public static final int UNIMPLEMENTED = 12;
}

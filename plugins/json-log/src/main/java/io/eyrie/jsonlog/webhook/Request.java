// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request that was let in and not answered yet; a handler's thread waits for its answer. */
final class Request {

  private final String name;
  private final byte[] records;
  private final @Nullable String id;
  private final long receivedNanos;
  private final CompletableFuture<Integer> answer = new CompletableFuture<>();
  private int status = 200;

  /**
   * A request.
   *
   * @param name for messages
   * @param id the sender's, or null
   * @param receivedNanos since the epoch
   */
  Request(String name, byte[] records, @Nullable String id, long receivedNanos) {
    this.name = name;
    this.records = records;
    this.id = id;
    this.receivedNanos = receivedNanos;
  }

  String name() {
    return name;
  }

  byte[] records() {
    return records;
  }

  @Nullable String id() {
    return id;
  }

  long receivedNanos() {
    return receivedNanos;
  }

  /** Keeps what to answer when everything is stored; on the worker. */
  void decide(int code) {
    status = code;
  }

  /** Lets the handler answer what was decided. */
  void release() {
    answer.complete(status);
  }

  /** Lets the handler answer this, whatever was decided. */
  void release(int code) {
    answer.complete(code);
  }

  /** What the handler waits for. */
  CompletableFuture<Integer> answer() {
    return answer;
  }
}

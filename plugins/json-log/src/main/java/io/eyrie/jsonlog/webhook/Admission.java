// SPDX-License-Identifier: Apache-2.0
package io.eyrie.jsonlog.webhook;

import org.jspecify.annotations.Nullable;

/** What a {@link Doorkeeper} says to a request. */
public sealed interface Admission {

  /** It is to be judged. */
  final class Admitted implements Admission {

    private final byte[] records;
    private final @Nullable String id;

    /**
     * A request to be judged.
     *
     * @param records the bytes that hold the records; not changed from now on
     * @param id the sender's id of the request, for senders that give one: then it is the partition
     *     of the events; null when each record has an identity of its own
     */
    public Admitted(byte[] records, @Nullable String id) {
      this.records = records;
      this.id = id;
    }

    /** The bytes that hold the records; not to be changed. */
    public byte[] records() {
      return records;
    }

    /** The sender's id of the request; null when each record has an identity of its own. */
    public @Nullable String id() {
      return id;
    }
  }

  /**
   * It is answered at once and not judged.
   *
   * @param status of the answer
   * @param reason for the sender and the counters' log, without anything secret
   */
  record Answered(int status, String reason) implements Admission {}
}

// SPDX-License-Identifier: Apache-2.0
package io.eyrie.cloudtrail.queue;

import io.eyrie.cloudtrail.aws.Download;
import io.eyrie.cloudtrail.aws.ObjectName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A message that was received and not yet deleted or given back. The receipt may change when the
 * queue gives it again; the rest is fixed. Safe for several threads.
 */
final class Delivery {

  private final String id;
  private final long sentMillis;
  private final int receipts;
  private final Notification notification;
  private final Map<ObjectName, CompletableFuture<Download>> objects = new LinkedHashMap<>();
  private volatile String receipt;
  private volatile long hiddenFrom;

  /**
   * A delivery.
   *
   * @param receipts how often the queue has given it
   * @param hiddenFrom by {@link System#nanoTime}, since when the queue hides it
   */
  Delivery(
      String id,
      long sentMillis,
      int receipts,
      Notification notification,
      String receipt,
      long hiddenFrom) {
    this.id = id;
    this.sentMillis = sentMillis;
    this.receipts = receipts;
    this.notification = notification;
    this.receipt = receipt;
    this.hiddenFrom = hiddenFrom;
  }

  String id() {
    return id;
  }

  /** When it was sent, milliseconds since the epoch. */
  long sentMillis() {
    return sentMillis;
  }

  int receipts() {
    return receipts;
  }

  Notification notification() {
    return notification;
  }

  /** Its objects, in their order; filled before other threads see the delivery. */
  Map<ObjectName, CompletableFuture<Download>> objects() {
    return objects;
  }

  String receipt() {
    return receipt;
  }

  /** By {@link System#nanoTime}, since when the queue hides it. */
  long hiddenFrom() {
    return hiddenFrom;
  }

  /** The queue has given it again, since it could not be hidden in time. */
  void again(String newReceipt, long from) {
    receipt = newReceipt;
    hiddenFrom = from;
  }

  /** The queue hides it anew. */
  void hidden(long from) {
    hiddenFrom = from;
  }
}
